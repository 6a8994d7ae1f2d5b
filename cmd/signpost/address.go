package main

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
)

// door is how people reach the server: what stands after "ssh".
type door struct {
	known  string // the host name people type, where --known-as says it
	listen string // the host part of --listen; empty for every address
	port   string // the port people type
}

// newDoor reads --known-as, HOST or HOST:PORT, beside the address that is
// listened on.
func newDoor(known string, listens net.Addr) (door, error) {
	host, port, err := net.SplitHostPort(listens.String())
	if err != nil {
		return door{}, fmt.Errorf("read the address %q: %w", listens, err)
	}
	d := door{port: port}
	if ip := net.ParseIP(host); ip == nil || !ip.IsUnspecified() {
		d.listen = plainHost(host)
	}
	if known == "" {
		return d, nil
	}
	d.known = known
	if h, p, err := net.SplitHostPort(known); err == nil {
		d.known, d.port = h, p
	}
	if d.known == "" || strings.ContainsAny(d.known, " @/") {
		return door{}, usage("--known-as is %q: enter the host name that people type, such as signpost.example.org, or signpost.example.org:22", known)
	}
	return d, nil
}

// here is what to type on the server's own machine.
func (d door) here(user string) string {
	return sshTo(user, firstOf(d.listen, "localhost"), d.port)
}

// away is what to type on another machine, as far as can be told from here.
func (d door) away(user string) string {
	name := firstOf(d.known, d.listen)
	if name == "" {
		name, _ = os.Hostname()
	}
	return sshTo(user, firstOf(name, "HOST"), d.port)
}

// to is what to type for someone whose connection came in at that address.
func (d door) to(user string, local net.Addr) string {
	return sshTo(user, d.host(local), d.port)
}

// at is the host name and port for such a connection, the port 0 where it is
// not a number.
func (d door) at(local net.Addr) (string, int) {
	port, _ := strconv.Atoi(d.port)
	return d.host(local), port
}

func (d door) host(local net.Addr) string {
	host := d.known
	if tcp, ok := local.(*net.TCPAddr); ok && host == "" {
		host = plainHost(tcp.IP.String())
	}
	return firstOf(host, "HOST")
}

// plainHost calls the machine's own addresses by the name that everyone knows.
func plainHost(host string) string {
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		return "localhost"
	}
	return host
}

// sshTo is the command that connects to host at port as user, if any.
func sshTo(user, host, port string) string {
	var b strings.Builder
	b.WriteString("ssh ")
	if port != "22" {
		b.WriteString("-p " + port + " ")
	}
	if user != "" {
		b.WriteString(user + "@")
	}
	return b.String() + host
}

func firstOf(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}
