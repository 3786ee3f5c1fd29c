import Glibc

let program = Program(CommandList.all, environment: ProcessEnvironment.read())
let code = await program.run(Array(CommandLine.arguments.dropFirst()))
exit(code.rawValue)
