//go:build !linux

package main

import "errors"

// disk is what is known of the file system that a directory is on.
type disk struct {
	free uint64
	kind string
}

func diskOf(string) (disk, error) { return disk{}, errors.ErrUnsupported }

func openFiles() (uint64, error) { return 0, errors.ErrUnsupported }
