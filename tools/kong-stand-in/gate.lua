-- What the stand-in for Kong asks before it passes a request on: the plugins that the component Kong renders, as simply as
-- they can be done. NOT Kong's plugins. The one thing that is real here is the rendered program of `pre-function`.
local declared = require("declared")
local gate = {}

-- As much of Kong's own kit as a rendered program uses.
local kit = {
  request = { get_headers = function(most) return ngx.req.get_headers(most) end },
  service = { request = { clear_header = function(name) ngx.req.clear_header(name) end } },
}

-- Kong runs programs of its file in a sandbox: with its kit, and without the rest of the world.
local function run(program)
  local chunk = assert(loadstring(program))
  setfenv(chunk, { kong = kit, pairs = pairs, ipairs = ipairs, type = type, string = string, table = table })
  local result = chunk()
  if type(result) == "function" then setfenv(result, getfenv(chunk))() end
end

local function refuse(status, message)
  ngx.status = status
  ngx.header["Content-Type"] = "application/json"
  ngx.say('{"message":"' .. message .. '"}')
  return ngx.exit(ngx.HTTP_OK)
end

local function contains(list, wanted)
  for _, item in ipairs(list) do
    if item == wanted then return true end
  end
  return false
end

local function cors(config)
  local origin = ngx.var.http_origin
  if not origin or not contains(config.origins, origin) then return end
  ngx.header["Access-Control-Allow-Origin"] = origin
  if ngx.req.get_method() ~= "OPTIONS" or not ngx.var.http_access_control_request_method then return end
  ngx.header["Access-Control-Allow-Headers"] = table.concat(config.headers, ",")
  ngx.header["Access-Control-Max-Age"] = config.max_age
  return ngx.exit(ngx.HTTP_OK)
end

local function consumer_of(config)
  local name = config.key_names[1]
  local query = ngx.req.get_uri_args()
  local key = ngx.req.get_headers()[name] or config.key_in_query and query[name]
  if type(key) ~= "string" then
    refuse(401, "No API key found in request")
    return nil
  end
  local consumer = declared.keys[key]
  if not consumer then
    refuse(401, "Unauthorized")
    return nil
  end
  if config.hide_credentials then
    ngx.req.clear_header(name)
    query[name] = nil
    ngx.req.set_uri_args(query)
  end
  ngx.req.set_header("X-Consumer-ID", consumer.id)
  ngx.req.set_header("X-Consumer-Username", consumer.name)
  return consumer
end

local function admits(config, consumer)
  ngx.req.set_header("X-Consumer-Groups", table.concat(consumer.groups, ", "))
  for _, group in ipairs(consumer.groups) do
    if contains(config.allow, group) then return true end
  end
  refuse(403, "You cannot consume this service")
  return false
end

local PERIODS = { second = 1, minute = 60, hour = 3600 }

local function allows(config, route, consumer)
  local who = config.limit_by == "consumer" and consumer and consumer.id or ngx.var.remote_addr
  for period, seconds in pairs(PERIODS) do
    local most = config[period]
    if most then
      local window = math.floor(ngx.time() / seconds)
      local count = ngx.shared.counts:incr(route .. "|" .. who .. "|" .. period .. "|" .. window, 1, 0, seconds)
      if count > most then
        refuse(429, "API rate limit exceeded")
        return false
      end
    end
  end
  return true
end

function gate.judge(index)
  local here = declared.gates[index]
  local plugins = here.plugins
  if #here.methods > 0 and not contains(here.methods, ngx.req.get_method()) then return ngx.exit(404) end
  for _, program in ipairs((declared.everywhere["pre-function"] or {}).access or {}) do run(program) end
  local id = declared.everywhere["correlation-id"]
  if id then ngx.req.set_header(id.header_name, ngx.var.request_id) end
  if plugins.cors then cors(plugins.cors) end
  local consumer
  if plugins["key-auth"] then
    consumer = consumer_of(plugins["key-auth"])
    if not consumer then return end
  end
  if plugins.acl and not admits(plugins.acl, consumer) then return end
  if plugins["rate-limiting"] and not allows(plugins["rate-limiting"], here.route, consumer) then return end
end

return gate
