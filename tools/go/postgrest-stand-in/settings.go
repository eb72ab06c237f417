package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
)

// settings are the few of PostgREST's that say where it listens.
type settings struct {
	server, admin, socket string
	socketMode            os.FileMode
}

// PostgREST names "every address" in its own way.
var everyAddress = map[string]string{"*": "", "*4": "0.0.0.0", "!4": "0.0.0.0", "*6": "::", "!6": "::"}

func readSettings(path string) (settings, error) {
	values := map[string]string{"server-host": "!4", "server-port": "3000", "server-unix-socket-mode": "660"}
	if path != "" {
		text, err := os.ReadFile(path)
		if err != nil {
			return settings{}, err
		}
		for number, line := range strings.Split(string(text), "\n") {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			key, value, found := strings.Cut(line, "=")
			if !found {
				return settings{}, fmt.Errorf("%s:%d: %q is no `key = value`", path, number+1, line)
			}
			values[strings.TrimSpace(key)] = strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		if key, ours := strings.CutPrefix(name, "PGRST_"); ours {
			values[strings.ReplaceAll(strings.ToLower(key), "_", "-")] = value
		}
	}
	mode, err := strconv.ParseUint(values["server-unix-socket-mode"], 8, 32)
	if err != nil {
		return settings{}, fmt.Errorf("server-unix-socket-mode %q is no octal number", values["server-unix-socket-mode"])
	}
	result := settings{socket: values["server-unix-socket"], socketMode: os.FileMode(mode)}
	result.server = address(values["server-host"], values["server-port"])
	if port := values["admin-server-port"]; port != "" {
		host := values["admin-server-host"]
		if host == "" {
			host = values["server-host"]
		}
		result.admin = address(host, port)
	}
	return result, nil
}

func address(host, port string) string {
	if special, known := everyAddress[host]; known {
		host = special
	}
	return net.JoinHostPort(host, port)
}
