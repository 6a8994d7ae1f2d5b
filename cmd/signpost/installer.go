package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"signpost/store/desk"
	"signpost/store/text"
)

// Whoever can read the data directory's host key runs the server: with it they may
// ask a running server, from its own machine and over its own SSH, for what the
// commands do while it is stopped. Nothing else is asked in that way.
const (
	installerUser      = "installer"
	installerExtension = "signpost-installer"
	listeningFile      = "listening" // where the server of a data directory answers
)

// askTime is how long a server has to answer the first knock.
const askTime = 10 * time.Second

// isInstaller says whether a client offers the server's own key, from the machine
// that the server runs on.
func (v *visit) isInstaller(meta gossh.ConnMetadata, pub gossh.PublicKey) bool {
	return v.server.rooms.installer != nil && meta.User() == installerUser &&
		bytes.Equal(pub.Marshal(), v.server.host.PublicKey().Marshal()) &&
		addressOf(meta.LocalAddr()).IsValid() && addressOf(meta.RemoteAddr()) == addressOf(meta.LocalAddr())
}

// provedInstaller is what the handshake passes on of the installer: that they are.
func provedInstaller() *gossh.Permissions {
	return &gossh.Permissions{Extensions: map[string]string{installerExtension: "yes"}}
}

// ofInstaller says whether the handshake has proved it.
func ofInstaller(conn *gossh.ServerConn) bool {
	return conn.Permissions != nil && conn.Permissions.Extensions[installerExtension] != ""
}

// installerRoom does what an installer asks of a running server.
func installerRoom(office *desk.Office, v *vault) func(context.Context, string, *session) int {
	return func(ctx context.Context, typed string, s *session) int {
		if typed == askRetention {
			return tellRetention(ctx, office, s)
		}
		var order backupOrder
		words, found := strings.CutPrefix(typed, "backup ")
		if !found || json.Unmarshal([]byte(words), &order) != nil {
			fmt.Fprintln(s.Stderr(), "This server does not know that. Use the signpost command of the same version.")
			return exitUsage
		}
		b, err := order.make(ctx, office.Installer(), v)
		if err != nil {
			fmt.Fprintln(s.Stderr(), text.SafeLines(err.Error()))
			return exitNo
		}
		if err := asJSON(s, b); err != nil {
			return exitNo
		}
		return exitDone
	}
}

// askRetention asks a running server how far removing by time has come.
const askRetention = "retention"

// tellRetention answers with the state of the purge, as JSON.
func tellRetention(ctx context.Context, office *desk.Office, s *session) int {
	p, err := office.Purge(ctx)
	if err == nil {
		err = asJSON(s, p)
	}
	if err != nil {
		fmt.Fprintln(s.Stderr(), text.SafeLines(err.Error()))
		return exitNo
	}
	return exitDone
}

// listening is where the server of a data directory answers, as it has said there.
func listening(dir string) (string, error) {
	at, err := os.ReadFile(filepath.Join(dir, listeningFile))
	return strings.TrimSpace(string(at)), err
}

// sayListening keeps in the data directory where its server answers, until the
// function that it gives is called.
func sayListening(dir string, at net.Addr) (stop func(), err error) {
	host, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return nil, fmt.Errorf("the address %q: %w", at, err)
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	path := filepath.Join(dir, listeningFile)
	if err := os.WriteFile(path, []byte(net.JoinHostPort(host, port)+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("keep where the server answers: %w", err)
	}
	return func() { _ = os.Remove(path) }, nil
}

// askServer has the server that serves dir run a command, and gives its answer.
// What the server says against it is the error.
func askServer(ctx context.Context, dir, command string) ([]byte, error) {
	host, err := readHostKey(dir)
	if err != nil {
		return nil, err
	}
	at, err := listening(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the data directory %q is in use, and not by a server that answers: wait until that is done, then try again", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("find where the server answers: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	dialer := net.Dialer{Timeout: askTime}
	conn, err := dialer.DialContext(ctx, "tcp", at)
	if err != nil {
		return nil, fmt.Errorf("ask the running server: %w", err)
	}
	context.AfterFunc(ctx, func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(askTime))
	c, channels, requests, err := gossh.NewClientConn(conn, "", &gossh.ClientConfig{
		User: installerUser, Auth: []gossh.AuthMethod{gossh.PublicKeys(host)}, HostKeyCallback: gossh.FixedHostKey(host.PublicKey()),
		HostKeyAlgorithms: []string{gossh.KeyAlgoED25519},
	})
	if err != nil {
		return nil, fmt.Errorf("ask the running server: %w", err)
	}
	_ = conn.SetDeadline(time.Time{})
	client := gossh.NewClient(c, channels, requests)
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return nil, fmt.Errorf("ask the running server: %w", err)
	}
	var out, errs bytes.Buffer
	session.Stdout, session.Stderr = &out, &errs
	if err := session.Run(command); err != nil {
		if says := strings.TrimSpace(errs.String()); says != "" {
			return nil, errors.New(says)
		}
		return nil, fmt.Errorf("ask the running server: %w", err)
	}
	return out.Bytes(), nil
}
