package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/crypto/ssh"
)

// The host key, by which members' machines know the server.
const (
	hostKeyFile    = "host_key"
	hostKeyPubFile = "host_key.pub"
)

// writeHostKey makes a new ed25519 host key in dir, as OpenSSH writes one.
func writeHostKey(dir string) error {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return fmt.Errorf("make a host key: %w", err)
	}
	block, err := ssh.MarshalPrivateKey(private, "signpost host key")
	if err != nil {
		return fmt.Errorf("write the host key as PEM: %w", err)
	}
	pub, err := ssh.NewPublicKey(public)
	if err != nil {
		return fmt.Errorf("write the public host key: %w", err)
	}
	if err := writeFile(filepath.Join(dir, hostKeyFile), pem.EncodeToMemory(block)); err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, hostKeyPubFile), ssh.MarshalAuthorizedKey(pub))
}

// readHostKey reads the host key of dir. Every error is a sentence that says
// what to do. It never makes a key: to those who have been here before, another
// key looks like another server.
func readHostKey(dir string) (ssh.Signer, error) {
	path := filepath.Join(dir, hostKeyFile)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("the host key %q is missing: put it back from your backups. "+
			"If it is lost, make another with: ssh-keygen -t ed25519 -N '' -f %s. Every member is then warned that the server has changed, "+
			"so tell them its new fingerprint first", path, path)
	case err != nil:
		return nil, fmt.Errorf("the host key %q cannot be read: %w", path, err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("the host key %q is not a file: put the file back from your backups", path)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("the host key %q can be read by others (its mode is %04o): enter: chmod 600 %s", path, info.Mode().Perm(), path)
	}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, os.ErrPermission):
		return nil, fmt.Errorf("the host key %q cannot be read by this user: run signpost as the user who owns it", path)
	case err != nil:
		return nil, fmt.Errorf("the host key %q cannot be read: %w", path, err)
	case len(data) == 0:
		return nil, fmt.Errorf("the host key %q is empty, as after a full disk: put it back from your backups", path)
	}
	signer, err := ssh.ParsePrivateKey(data)
	if locked := new(ssh.PassphraseMissingError); errors.As(err, &locked) {
		return nil, fmt.Errorf("the host key %q has a passphrase: take it off with: ssh-keygen -p -N '' -f %s", path, path)
	}
	if err != nil {
		return nil, fmt.Errorf("the host key %q is damaged (%w): put it back from your backups", path, err)
	}
	if kind := signer.PublicKey().Type(); kind != ssh.KeyAlgoED25519 {
		return nil, fmt.Errorf("the host key %q is of type %s: it has to be %s", path, kind, ssh.KeyAlgoED25519)
	}
	return signer, nil
}
