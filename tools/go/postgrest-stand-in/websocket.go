package main

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"io"
	"net/http"
)

// The constant that RFC 6455 adds to the client's key.
const websocketGUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// echoWebSocket completes the handshake and sends every frame back as it came, until the client closes.
func echoWebSocket(writer http.ResponseWriter, request *http.Request) {
	hijacker, ok := writer.(http.Hijacker)
	key := request.Header.Get("Sec-WebSocket-Key")
	if !ok || key == "" {
		http.Error(writer, "a WebSocket upgrade needs Sec-WebSocket-Key", http.StatusBadRequest)
		return
	}
	connection, buffered, err := hijacker.Hijack()
	if err != nil {
		return
	}
	defer connection.Close()
	sum := sha1.Sum([]byte(key + websocketGUID))
	_, _ = buffered.WriteString("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Accept: " + base64.StdEncoding.EncodeToString(sum[:]) + "\r\n\r\n")
	if buffered.Flush() != nil {
		return
	}
	for echoFrame(buffered) == nil {
	}
}

// echoFrame reads one masked frame and writes it back unmasked. Closing is an error to the caller, after its echo.
func echoFrame(stream *bufio.ReadWriter) error {
	head := make([]byte, 2)
	if _, err := io.ReadFull(stream, head); err != nil {
		return err
	}
	length := uint64(head[1] & 0x7f)
	extra := map[uint64]int{126: 2, 127: 8}[length]
	if extra > 0 {
		size := make([]byte, 8)
		if _, err := io.ReadFull(stream, size[8-extra:]); err != nil {
			return err
		}
		length = binary.BigEndian.Uint64(size)
	}
	if length > 1<<20 {
		return io.ErrShortBuffer
	}
	mask, payload := make([]byte, 4), make([]byte, length)
	if head[1]&0x80 != 0 {
		if _, err := io.ReadFull(stream, mask); err != nil {
			return err
		}
	}
	if _, err := io.ReadFull(stream, payload); err != nil {
		return err
	}
	for i := range payload {
		payload[i] ^= mask[i%4]
	}
	answer := []byte{head[0], byte(length)}
	switch {
	case length > 0xffff:
		answer = binary.BigEndian.AppendUint64([]byte{head[0], 127}, length)
	case length > 125:
		answer = binary.BigEndian.AppendUint16([]byte{head[0], 126}, uint16(length))
	}
	if _, err := stream.Write(append(answer, payload...)); err != nil {
		return err
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	if head[0]&0x0f == 8 { // a close frame
		return io.EOF
	}
	return nil
}
