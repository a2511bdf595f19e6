-- What wrk sends: each line of the file BODIES, one after the other, posted as JSON.
-- At the end it prints the figures as JSON, the times in microseconds.

local bodies = {}
for line in io.lines(os.getenv("BODIES")) do bodies[#bodies + 1] = line end
local turn = 0

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

request = function()
  turn = turn % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[turn])
end

local threads = {}
setup = function(thread) threads[#threads + 1] = thread end

-- A global of each thread, which is read at the end. 422 is an answer, too: too uncertain a digit.
refused = 0
response = function(status)
  if status ~= 200 and status ~= 422 then refused = refused + 1 end
end

done = function(summary, latency)
  local failed = 0
  for _, thread in ipairs(threads) do failed = failed + thread:get("refused") end
  local broken = summary.errors
  failed = failed + broken.connect + broken.read + broken.write + broken.timeout
  io.write(string.format(
    '{"requests": %d, "seconds": %f, "failed": %d, "p50": %d, "p90": %d, "p99": %d}\n',
    summary.requests, summary.duration / 1e6, failed,
    latency:percentile(50), latency:percentile(90), latency:percentile(99)))
end
