-- No proxy in front is trusted, so what a client says of the addresses that it came from is not handed on: upstreams see
-- the address that the gateway sees.
return function()
  for _, name in ipairs({ "Forwarded", "X-Forwarded-For", "X-Real-IP" }) do
    kong.service.request.clear_header(name)
  end
end
