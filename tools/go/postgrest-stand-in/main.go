// postgrest-stand-in takes PostgREST's place where only "an HTTP server behind the sidecar" matters. It is NOT PostgREST:
// it opens no database and answers every request with one JSON line that says so. What it shares with the program it
// stands for is how it is configured and watched: server-host/server-port, admin-server-host/admin-server-port (from a
// configuration file named as the argument, or PGRST_* variables, which win), /live and /ready on the admin port, and
// "--ready", which asks the running server and exits 0 or 1. A WebSocket upgrade on any path is accepted and echoed.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	ready, path := false, ""
	for _, argument := range os.Args[1:] {
		switch {
		case argument == "--ready":
			ready = true
		case argument == "--version":
			fmt.Println("PostgREST stand-in (no PostgREST)")
			return
		case strings.HasPrefix(argument, "-"):
			exit(2, "unknown option %s; known are --ready, --version and the path of a configuration file", argument)
		default:
			path = argument
		}
	}
	settings, err := readSettings(path)
	if err != nil {
		exit(2, "%v", err)
	}
	if ready {
		askReady(settings)
		return
	}
	serve(settings)
}

func exit(code int, format string, values ...any) {
	fmt.Fprintf(os.Stderr, "postgrest-stand-in: "+format+"\n", values...)
	os.Exit(code)
}

func askReady(settings settings) {
	if settings.admin == "" {
		exit(1, "admin-server-port is not set, so there is nothing to ask")
	}
	client := http.Client{Timeout: 2 * time.Second}
	response, err := client.Get("http://" + settings.admin + "/ready")
	if err != nil {
		exit(1, "%v", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		exit(1, "/ready answered %s", response.Status)
	}
	fmt.Println("OK: " + settings.admin)
}

func answer(writer http.ResponseWriter, request *http.Request) {
	if strings.EqualFold(request.Header.Get("Upgrade"), "websocket") {
		echoWebSocket(writer, request)
		return
	}
	writer.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(writer).Encode(map[string]string{
		"server": "postgrest-stand-in", "method": request.Method, "path": request.URL.Path, "host": request.Host,
	})
}

func serve(settings settings) {
	var servers []*http.Server
	start := func(network, address string, handler http.HandlerFunc) {
		listener, err := net.Listen(network, address)
		if err != nil {
			exit(1, "%v", err)
		}
		server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
		servers = append(servers, server)
		fmt.Fprintf(os.Stderr, "postgrest-stand-in: listening on %s\n", listener.Addr())
		go func() {
			if err := server.Serve(listener); err != http.ErrServerClosed {
				exit(1, "%v", err)
			}
		}()
	}
	if settings.socket != "" {
		_ = os.Remove(settings.socket)
		start("unix", settings.socket, answer)
		if err := os.Chmod(settings.socket, settings.socketMode); err != nil {
			exit(1, "%v", err)
		}
	} else {
		start("tcp", settings.server, answer)
	}
	if settings.admin != "" {
		start("tcp", settings.admin, func(writer http.ResponseWriter, request *http.Request) {
			if request.URL.Path != "/live" && request.URL.Path != "/ready" {
				writer.WriteHeader(http.StatusNotFound)
			}
		})
	}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	<-stop
	limited, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	for _, server := range servers {
		_ = server.Shutdown(limited)
	}
}
