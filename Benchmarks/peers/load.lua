-- The load, for wrk: one chat call after the other, each with the next credential of a file.
--   wrk -s load.lua URL -- CREDENTIALS PATH
-- Ends with a line: LOAD requests microseconds p50 p99 refused broken
local prepared, place = {}, 0
local question = [[{"model":"llama-3-8b","stream":false,"temperature":0.2,"max_tokens":128,"messages":[{"role":"system",]]
  .. [["content":"You are a helpful assistant, brief and precise."},{"role":"user","content":"Explain in two sentences ]]
  .. [[why the sky is blue by day and why sunsets are red, so that a child of eight can follow it."}]}]]

function init(arguments)
  for credential in io.lines(arguments[1]) do
    prepared[#prepared + 1] = wrk.format("POST", arguments[2], {
      ["Host"] = "models.example",
      ["User-Agent"] = "OpenAI/Python 3.52.0",
      ["Accept"] = "application/json",
      ["Content-Type"] = "application/json",
      ["Authorization"] = "Bearer " .. credential,
    }, question)
  end
end

function request()
  place = place % #prepared + 1
  return prepared[place]
end

function done(summary, latency)
  local broken = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format("LOAD %d %d %d %d %d %d", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), summary.errors.status, broken))
end
