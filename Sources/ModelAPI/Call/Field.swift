/// Every field name the reader knows: the top-level ones of all endpoints, and those it watches for deeper down.
enum Field: String, Sendable, CaseIterable {
  case debugRenderOnly = "_debug_render_only"
  case accessPrograms = "access_programs"
  case adaptiveDecay = "adaptive_decay"
  case adaptiveTarget = "adaptive_target"
  case addGenerationPrompt = "add_generation_prompt"
  case addSpecialTokens = "add_special_tokens"
  case allowedTokenIDs = "allowed_token_ids"
  case arguments
  case audio
  case audioURL = "audio_url"
  case background
  case badWords = "bad_words"
  case bestOf = "best_of"
  case billingPolicy = "billing_policy"
  case cacheControl = "cache_control"
  case cachePrompt = "cache_prompt"
  case cacheSalt = "cache_salt"
  case chatTemplate = "chat_template"
  case chatTemplateKwargs = "chat_template_kwargs"
  case compaction
  case comparisonResponseID = "comparison_response_id"
  case connectorID = "connector_id"
  case container
  case context
  case contextManagement = "context_management"
  case continueFinalMessage = "continue_final_message"
  case conversation
  case diagnostics
  case dimensions
  case documents
  case dryAllowedLength = "dry_allowed_length"
  case dryBase = "dry_base"
  case dryMultiplier = "dry_multiplier"
  case dryPenaltyLastN = "dry_penalty_last_n"
  case drySequenceBreakers = "dry_sequence_breakers"
  case dynatempExponent = "dynatemp_exponent"
  case dynatempRange = "dynatemp_range"
  case echo
  case enableThinking = "enable_thinking"
  case encodingFormat = "encoding_format"
  case fallbackCreditToken = "fallback_credit_token"
  case fallbacks
  case fileID = "file_id"
  case fileIDs = "file_ids"
  case fileURL = "file_url"
  case format
  case frequencyPenalty = "frequency_penalty"
  case functionCall = "function_call"
  case functions
  case grammar
  case guidedChoice = "guided_choice"
  case guidedGrammar = "guided_grammar"
  case guidedJSON = "guided_json"
  case guidedRegex = "guided_regex"
  case height
  case id
  case idSlot = "id_slot"
  case ignoreEos = "ignore_eos"
  case image
  case imageURL = "image_url"
  case images
  case include
  case includeReasoning = "include_reasoning"
  case includeStopStrInOutput = "include_stop_str_in_output"
  case includeUsage = "include_usage"
  case inferenceGeo = "inference_geo"
  case input
  case inputExamples = "input_examples"
  case inputSchema = "input_schema"
  case instructions
  case jsonSchema = "json_schema"
  case keepAlive = "keep_alive"
  case lengthPenalty = "length_penalty"
  case logitBias = "logit_bias"
  case logprobs
  case lora
  case maxCompletionTokens = "max_completion_tokens"
  case maxOutputTokens = "max_output_tokens"
  case maxTokens = "max_tokens"
  case maxToolCalls = "max_tool_calls"
  case mcpServers = "mcp_servers"
  case messages
  case metadata
  case minKeep = "min_keep"
  case minP = "min_p"
  case minTokens = "min_tokens"
  case mirostat
  case mirostatEta = "mirostat_eta"
  case mirostatTau = "mirostat_tau"
  case modalities
  case model
  case moderation
  case n
  case nCmpl = "n_cmpl"
  case nKeep = "n_keep"
  case nPredict = "n_predict"
  case nProbs = "n_probs"
  case name
  case numPredict = "num_predict"
  case options
  case outputConfig = "output_config"
  case outputFormat = "output_format"
  case parallelToolCalls = "parallel_tool_calls"
  case parameters
  case parseToolCalls = "parse_tool_calls"
  case postSamplingProbs = "post_sampling_probs"
  case prediction
  case presencePenalty = "presence_penalty"
  case previousResponseID = "previous_response_id"
  case prompt
  case promptCacheKey = "prompt_cache_key"
  case promptCacheOptions = "prompt_cache_options"
  case promptCacheRetention = "prompt_cache_retention"
  case promptLogprobs = "prompt_logprobs"
  case raw
  case reasoning
  case reasoningBudget = "reasoning_budget"
  case reasoningEffort = "reasoning_effort"
  case reasoningFormat = "reasoning_format"
  case repeatLastN = "repeat_last_n"
  case repeatPenalty = "repeat_penalty"
  case repetitionPenalty = "repetition_penalty"
  case responseFields = "response_fields"
  case responseFormat = "response_format"
  case returnProgress = "return_progress"
  case returnTokenIDs = "return_token_ids"
  case returnTokens = "return_tokens"
  case role
  case safetyIdentifier = "safety_identifier"
  case samplers
  case schema
  case seed
  case serverURL = "server_url"
  case serviceTier = "service_tier"
  case shift
  case skipSpecialTokens = "skip_special_tokens"
  case spacesBetweenSpecialTokens = "spaces_between_special_tokens"
  case speed
  case steps
  case stop
  case stopSequences = "stop_sequences"
  case stopTokenIDs = "stop_token_ids"
  case store
  case stream
  case streamOptions = "stream_options"
  case structuredOutputs = "structured_outputs"
  case suffix
  case system
  case tMaxPredictMs = "t_max_predict_ms"
  case temperature
  case template
  case text
  case think
  case thinking
  case thinkingBudgetTokens = "thinking_budget_tokens"
  case thinkingForcedOpen = "thinking_forced_open"
  case thread
  case timingsPerToken = "timings_per_token"
  case toolChoice = "tool_choice"
  case tools
  case topK = "top_k"
  case topLogprobs = "top_logprobs"
  case topNSigma = "top_n_sigma"
  case topP = "top_p"
  case truncate
  case truncatePromptTokens = "truncate_prompt_tokens"
  case truncation
  case type
  case typicalP = "typical_p"
  case url
  case useBeamSearch = "use_beam_search"
  case user
  case userProfileID = "user_profile_id"
  case vectorStoreIDs = "vector_store_ids"
  case verbose
  case verbosity
  case videoURL = "video_url"
  case webSearchOptions = "web_search_options"
  case width
  case workspaceID = "workspace_id"
  case xtcProbability = "xtc_probability"
  case xtcThreshold = "xtc_threshold"
}
