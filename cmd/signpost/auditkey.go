package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"signpost/store/proof"
)

// The key that signs checkpoints of the audit log, and its public half, which
// whoever checks them keeps elsewhere.
const (
	auditKeyFile    = "audit_key"
	auditKeyPubFile = "audit_key.pub"
)

// writeAuditKey makes a new key for the log of the store of that identity.
func writeAuditKey(dir, identity string) error {
	signer, err := proof.NewSigner(strings.ReplaceAll(identity, " ", "-"))
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, auditKeyFile), []byte(signer.Key()+"\n")); err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, auditKeyPubFile), []byte(signer.Public()+"\n"))
}

// readAuditKey reads the key of dir. Every error is a sentence that says what to
// do. It never makes one: checkpoints of another key are of another log.
func readAuditKey(dir string) (*proof.Signer, error) {
	path := filepath.Join(dir, auditKeyFile)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("the key of the audit log %q is missing: put it back from your backups", path)
	case err != nil:
		return nil, fmt.Errorf("the key of the audit log %q cannot be read: %w", path, err)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("the key of the audit log %q can be read by others (its mode is %04o): enter: chmod 600 %s", path, info.Mode().Perm(), path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the key of the audit log %q cannot be read: %w", path, err)
	}
	signer, err := proof.ParseSigner(string(data))
	if err != nil {
		return nil, fmt.Errorf("the key of the audit log %q is damaged (%w): put it back from your backups", path, err)
	}
	return signer, nil
}
