-- Headers that tell upstreams who calls are the gateway's to set: whatever a client sends under their names is taken
-- away before any plugin sets them. A header with underscores reaches some programs as the one with hyphens.
local OWN = {
  ["x-anonymous-consumer"] = true,
  ["x-consumer-custom-id"] = true,
  ["x-consumer-groups"] = true,
  ["x-consumer-id"] = true,
  ["x-consumer-username"] = true,
  ["x-credential-identifier"] = true,
  ["x-authenticated-groups"] = true,
  ["x-authenticated-scope"] = true,
  ["x-authenticated-userid"] = true,
}
return function()
  local headers, err = kong.request.get_headers(1000)
  local count = 0
  for name in pairs(headers) do
    count = count + 1
    if OWN[name:lower():gsub("_", "-")] then kong.service.request.clear_header(name) end
  end
  -- Those beyond are not looked at, so nothing with that many passes.
  if err == "truncated" or count >= 1000 then
    return kong.response.exit(431, { message = "Request has too many headers" })
  end
end
