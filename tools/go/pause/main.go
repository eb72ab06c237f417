// pause holds a network namespace open for the containers that join it, as Kubernetes' own pause program does. It waits
// for SIGTERM or SIGINT and, because it may be the first process of its namespace, reaps whatever is left to it.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGCHLD)
	for received := range signals {
		if received != syscall.SIGCHLD {
			fmt.Fprintln(os.Stderr, "pause: stopping on", received)
			return
		}
		for {
			if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); pid <= 0 || err != nil {
				break
			}
		}
	}
}
