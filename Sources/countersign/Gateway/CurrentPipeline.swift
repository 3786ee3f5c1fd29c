/// The pipeline that requests of one loop begin with; another configuration is another pipeline.
final class CurrentPipeline {
  var pipeline: Pipeline

  init(_ pipeline: Pipeline) { self.pipeline = pipeline }
}
