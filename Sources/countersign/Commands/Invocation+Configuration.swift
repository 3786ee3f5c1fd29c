extension Invocation {
  /// Reads the configuration that `--config` names; all its errors go to the error stream.
  ///
  /// - Throws: ``CommandFailure`` after the errors were printed.
  func loadConfiguration(files: FileAccess = .required) throws(CommandFailure) -> Configuration {
    do throws(ConfigurationProblems) {
      return try ConfigurationLoader.load(configurationPath, environment: environment, files: files)
    } catch {
      console.note(error.text)
      throw CommandFailure(error.summary, fix: "mend what is listed above and try again")
    }
  }
}
