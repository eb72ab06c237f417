#!/usr/bin/python3
"""Writes nginx.conf from Kong's settings (KONG_… variables) and its declarative file. NOT Kong: it knows what the
component Kong renders, and stops at anything else, so that nothing is passed over in silence."""
import os
import re
import sys

import yaml

PLUGINS = {
    *("acl", "correlation-id", "cors", "key-auth", "pre-function", "prometheus", "rate-limiting"),
    "request-size-limiting",
}
PLAIN = ("http", "grpc", "tcp", "udp")
HERE = os.path.dirname(os.path.realpath(__file__))


def setting(name, default=None):
    value = os.environ.get("KONG_" + name.upper(), default)
    if value is None:
        sys.exit(f"KONG_{name.upper()} is not set")
    return value


def listens(name):
    return [item.strip() for item in setting(name, "off").split(",") if item.strip() not in ("", "off")]


def lua(value):
    """A value as a Lua table."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if value is None:
        return "nil"
    if isinstance(value, str):
        return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:03d}" for b in value.encode()) + '"'
    if isinstance(value, list):
        return "{" + ",".join(lua(item) for item in value) + "}"
    return "{" + ",".join(f"[{lua(key)}]={lua(item)}" for key, item in value.items()) + "}"


def plugins_of(entity):
    found = {plugin["name"]: plugin.get("config", {}) for plugin in entity.get("plugins", [])}
    unknown = set(found) - PLUGINS
    if unknown:
        sys.exit(f"the stand-in knows no plugin {', '.join(sorted(unknown))}")
    return found


def location_of(path):
    """Kong's prefixes end with a slash here, and its patterns are whole paths."""
    if path.startswith("~"):
        pattern = path[1:]
        if not pattern.endswith("$") or re.search(r"[*+?()\[\]|^{}]", pattern):
            sys.exit(f"the stand-in knows no pattern {path}")
        return "= " + pattern[:-1].replace("\\.", ".")
    return path


def upstream_uri(service, route, path):
    location = location_of(path).removeprefix("= ")
    base = service.get("path", "/").rstrip("/")
    if not route["strip_path"]:
        return base + location if base else ""
    rest = "/" if location.endswith("/") else ""
    return (base + rest) or "/"


def locations(service, route, index, authorities, gates):
    plugins = plugins_of(route)
    if route["preserve_host"] or service["protocol"] != "https":
        sys.exit("the stand-in calls upstreams by https, under their own names")
    gates.append({
        "plugins": {name: config for name, config in plugins.items() if name != "request-size-limiting"},
        "methods": route.get("methods", []),
        "route": route["name"],
    })
    size = plugins.get("request-size-limiting", {}).get("allowed_payload_size", 0)
    lines = [
        f"access_by_lua_block {{ require('gate').judge({index}) }}",
        f"client_max_body_size {size};",
        f"proxy_connect_timeout {service['connect_timeout']}ms;",
        f"proxy_read_timeout {service['read_timeout']}ms;",
        f"proxy_send_timeout {service['write_timeout']}ms;",
    ]
    # Unset it is nginx' own default, which is off: as in Kong.
    if service.get("tls_verify"):
        trusted = [authorities[name] for name in service["ca_certificates"]]
        lines += [
            "proxy_ssl_verify on;",
            f"proxy_ssl_verify_depth {service.get('tls_verify_depth', 1)};",
            f"proxy_ssl_trusted_certificate {trusted[0]};",
        ]
    for path in route["paths"]:
        uri = upstream_uri(service, route, path)
        yield path, f"location {location_of(path)} {{", [
            *lines, f"proxy_pass https://{service['host']}:{service['port']}{uri};",
        ]


def server(listen, hosts, lines, certificate):
    tls = [f"ssl_certificate {setting('ssl_cert')};", f"ssl_certificate_key {setting('ssl_cert_key')};"] \
        if certificate else []
    return ["server {", *(f"listen {item};" for item in listen), f"server_name {' '.join(hosts)};", *tls, *lines, "}"]


def main(prefix):
    with open(setting("declarative_config")) as file:
        declared = yaml.safe_load(file)
    authorities = {}
    for authority in declared["ca_certificates"]:
        authorities[authority["id"]] = f"{prefix}/{authority['id']}.pem"
        with open(authorities[authority["id"]], "w") as file:
            file.write(authority["cert"])
    hosts, gates = {}, []
    for service in declared["services"]:
        for route in service["routes"]:
            if any(protocol in PLAIN for protocol in route["protocols"]):
                sys.exit("the stand-in serves https alone")
            index = len(gates) + 1
            for path, head, lines in locations(service, route, index, authorities, gates):
                for host in route["hosts"]:
                    paths = hosts.setdefault(host, {})
                    if path in paths:
                        sys.exit(f"the stand-in knows one route for a path, and {path} has two")
                    paths[path] = (head, lines, route["https_redirect_status_code"])
    consumers = {}
    for consumer in declared["consumers"]:
        consumers[consumer["username"]] = {
            "id": consumer["id"], "name": consumer["username"],
            "groups": [acl["group"] for acl in consumer.get("acls", [])],
        }
    keys = {item["key"]: consumers[item["consumer"]] for item in declared.get("keyauth_credentials", [])}
    with open(f"{prefix}/declared.lua", "w") as file:
        everywhere = plugins_of(declared)
        file.write(f"return {lua({'gates': gates, 'keys': keys, 'everywhere': everywhere})}\n")

    secure = [item for item in listens("proxy_listen") if " ssl" in item]
    plain = [item for item in listens("proxy_listen") if " ssl" not in item]
    # A socket's own options may be given once.
    address = lambda items: [" ".join(w for w in item.split() if not re.match("reuseport|backlog=", w)) for item in items]
    conf = [
        "load_module /usr/lib/nginx/modules/ndk_http_module.so;",
        "load_module /usr/lib/nginx/modules/ngx_http_lua_module.so;",
        f"pid {prefix}/pids/nginx.pid;",
        # A container's user stays what it is; outside of one, root's workers must read what root wrote.
        *(["user root;"] if os.getuid() == 0 else []),
        f"daemon {setting('nginx_daemon', 'on')};",
        f"worker_processes {setting('nginx_worker_processes', '1')};",
        f"error_log {setting('proxy_error_log')} {setting('log_level', 'notice')};",
        "events { worker_connections 1024; }",
        "http {",
        f"lua_package_path '{prefix}/?.lua;{HERE}/?.lua;/usr/share/lua/5.1/?.lua;;';",
        "lua_shared_dict counts 1m;",
        *(f"{name}_temp_path {prefix}/temporary/{name};" for name in
          ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")),
        # As Kong has it: a header with underscores is one.
        "underscores_in_headers on;",
        "server_tokens off;",
        "map $request_id $kong_request_id { default $request_id; }",
        "map $http_upgrade $connection_upgrade { default upgrade; '' ''; }",
        f"log_format {setting('nginx_http_log_format')};",
        f"access_log {setting('proxy_access_log')};",
        "proxy_http_version 1.1;",
        "proxy_set_header Host $proxy_host;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header Connection $connection_upgrade;",
        "proxy_set_header X-Forwarded-Host $host;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "proxy_request_buffering off;",
        "proxy_buffering off;",
        "proxy_ssl_server_name on;",
    ]
    if setting("client_ssl", "off") == "on":
        conf += [
            f"proxy_ssl_certificate {setting('client_ssl_cert')};",
            f"proxy_ssl_certificate_key {setting('client_ssl_cert_key')};",
        ]
    nothing = ["location / { return 404; }"]
    conf += server(secure, ["_"], nothing, True)
    if plain:
        conf += server(plain, ["_"], nothing, False)
    for host, paths in sorted(hosts.items()):
        rest = [] if "/" in paths else nothing
        conf += server(address(secure), [host], [
            *(line for head, lines, _ in paths.values() for line in [head, *lines, "}"]), *rest,
        ], True)
        if plain:
            conf += server(address(plain), [host], [
                *(f"{head} return {code} https://$host$request_uri; }}" for head, _, code in paths.values()), *rest,
            ], False)
    for item in listens("status_listen"):
        conf += server([item], ["_"], [
            "access_log off;", "location = /status { return 200; }", "location = /status/ready { return 200; }",
            "location = /metrics { return 200 '# a stand-in for Kong\\n'; }", *nothing,
        ], False)
    conf.append("}")
    with open(f"{prefix}/nginx.conf", "w") as file:
        file.write("\n".join(conf) + "\n")


main(sys.argv[1])
