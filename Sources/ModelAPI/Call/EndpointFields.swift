/// The top-level fields each endpoint defines; a field outside its list is refused, for no dialect is open at the top.
///
/// Open by design are only the maps inside: Ollama's `options`, `chat_template_kwargs`, `logit_bias`, `metadata`.
/// Sources: the request types of the openai 3.52, anthropic 2.11 and ollama 0.6.3 Python packages, and the sampling
/// fields llama.cpp and vLLM add to OpenAI's.
enum EndpointFields {
  /// OpenAI `POST /v1/chat/completions`.
  static let chat: [Field] = [
    .audio, .frequencyPenalty, .functionCall, .functions, .logitBias, .logprobs, .maxCompletionTokens,
    .maxTokens, .messages, .metadata, .modalities, .model, .moderation, .n, .parallelToolCalls, .prediction,
    .presencePenalty, .promptCacheKey, .promptCacheOptions, .promptCacheRetention, .reasoningEffort,
    .responseFormat, .safetyIdentifier, .seed, .serviceTier, .stop, .store, .stream, .streamOptions,
    .temperature, .toolChoice, .tools, .topLogprobs, .topP, .user, .verbosity, .webSearchOptions,
  ]

  /// OpenAI `POST /v1/completions`.
  static let completions: [Field] = [
    .bestOf, .echo, .frequencyPenalty, .logitBias, .logprobs, .maxTokens, .model, .n, .presencePenalty, .prompt,
    .seed, .stop, .stream, .streamOptions, .suffix, .temperature, .topP, .user,
  ]

  /// OpenAI `POST /v1/embeddings`, and the two fields vLLM adds to it.
  static let embeddings: [Field] = [
    .addSpecialTokens, .dimensions, .encodingFormat, .input, .model, .truncatePromptTokens, .user,
  ]

  /// OpenAI `POST /v1/responses`.
  static let responses: [Field] = [
    .accessPrograms, .background, .contextManagement, .conversation, .image, .include, .input, .instructions,
    .maxOutputTokens, .maxToolCalls, .metadata, .model, .moderation, .parallelToolCalls, .previousResponseID,
    .prompt, .promptCacheKey, .promptCacheOptions, .promptCacheRetention, .reasoning, .safetyIdentifier,
    .serviceTier, .store, .stream, .streamOptions, .temperature, .text, .toolChoice, .tools, .topLogprobs,
    .topP, .truncation, .user,
  ]

  /// What llama.cpp and vLLM add to OpenAI's chat and completions.
  static let sampling: [Field] = [
    .adaptiveDecay, .adaptiveTarget, .addGenerationPrompt, .addSpecialTokens, .allowedTokenIDs, .badWords,
    .cachePrompt, .cacheSalt, .chatTemplate, .chatTemplateKwargs, .continueFinalMessage, .documents,
    .dryAllowedLength, .dryBase, .dryMultiplier, .dryPenaltyLastN, .drySequenceBreakers, .dynatempExponent,
    .dynatempRange, .enableThinking, .grammar, .guidedChoice, .guidedGrammar, .guidedJSON, .guidedRegex,
    .idSlot, .ignoreEos, .includeReasoning, .includeStopStrInOutput, .jsonSchema, .lengthPenalty, .lora,
    .minKeep, .minP, .minTokens, .mirostat, .mirostatEta, .mirostatTau, .nCmpl, .nKeep, .nPredict, .nProbs,
    .parseToolCalls, .postSamplingProbs, .promptLogprobs, .reasoning, .reasoningBudget, .reasoningFormat,
    .repeatLastN, .repeatPenalty, .repetitionPenalty, .responseFields, .returnProgress, .returnTokenIDs,
    .returnTokens, .samplers, .skipSpecialTokens, .spacesBetweenSpecialTokens, .stopTokenIDs,
    .structuredOutputs, .tMaxPredictMs, .thinkingBudgetTokens, .thinkingForcedOpen, .timingsPerToken, .topK,
    .topNSigma, .truncatePromptTokens, .typicalP, .useBeamSearch, .xtcProbability, .xtcThreshold,
  ]

  /// Anthropic `POST /v1/messages`, beta included.
  static let messages: [Field] = [
    .billingPolicy, .cacheControl, .compaction, .container, .contextManagement, .diagnostics,
    .fallbackCreditToken, .fallbacks, .inferenceGeo, .maxTokens, .mcpServers, .messages, .metadata, .model,
    .outputConfig, .outputFormat, .serviceTier, .speed, .stopSequences, .stream, .system, .temperature,
    .thinking, .thread, .toolChoice, .tools, .topK, .topP, .userProfileID, .workspaceID,
  ]

  /// Anthropic `POST /v1/messages/count_tokens`, beta included.
  static let countTokens: [Field] = [
    .billingPolicy, .cacheControl, .compaction, .contextManagement, .mcpServers, .messages, .model,
    .outputConfig, .outputFormat, .speed, .system, .thinking, .toolChoice, .tools, .userProfileID, .workspaceID,
  ]

  /// Ollama `POST /api/chat`.
  static let ollamaChat: [Field] = [
    .debugRenderOnly, .format, .keepAlive, .logprobs, .messages, .model, .options, .shift, .stream, .think,
    .tools, .topLogprobs, .truncate,
  ]

  /// Ollama `POST /api/generate`.
  static let ollamaGenerate: [Field] = [
    .debugRenderOnly, .context, .format, .height, .images, .keepAlive, .logprobs, .model, .options, .prompt,
    .raw, .shift, .steps, .stream, .suffix, .system, .template, .think, .topLogprobs, .truncate, .width,
  ]

  /// Ollama `POST /api/embed`.
  static let ollamaEmbed: [Field] = [
    .dimensions, .input, .keepAlive, .model, .options, .truncate,
  ]

  /// Ollama `POST /api/embeddings`, the older form.
  static let ollamaEmbeddings: [Field] = [
    .keepAlive, .model, .options, .prompt,
  ]

  /// Ollama `POST /api/show`; its `name`, an old second place for the model, is refused by the reader.
  static let ollamaShow: [Field] = [
    .model, .name, .options, .system, .template, .verbose,
  ]

  /// The fields of one endpoint; empty for those without a body.
  static func known(_ endpoint: Endpoint) -> FieldSet {
    switch endpoint {
    case .chatCompletions: FieldSet(chat + sampling)
    case .completions: FieldSet(completions + sampling)
    case .embeddings: FieldSet(embeddings)
    case .responses: FieldSet(responses)
    case .messages: FieldSet(messages)
    case .countTokens: FieldSet(countTokens)
    case .ollamaChat: FieldSet(ollamaChat)
    case .ollamaGenerate: FieldSet(ollamaGenerate)
    case .ollamaEmbed: FieldSet(ollamaEmbed)
    case .ollamaEmbeddings: FieldSet(ollamaEmbeddings)
    case .ollamaShow: FieldSet(ollamaShow)
    case .models, .model, .anthropicModels, .anthropicModel, .ollamaTags, .ollamaVersion, .ollamaRoot: FieldSet([])
    }
  }
}
