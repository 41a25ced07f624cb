// Makes src/main/resources/gardener from a snapshot: what etcd-backup-restore would store of it, packed by Go's own
// compress/lzw and compress/zlib, and deltas with their SHA-256.
//
//	go run make-gardener-files.go SNAPSHOT src/main/resources/gardener
package main

import (
	"bytes"
	"compress/lzw"
	"compress/zlib"
	"crypto/sha256"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
)

type kv struct {
	Key            []byte `json:"key"`
	CreateRevision int    `json:"create_revision,omitempty"`
	ModRevision    int    `json:"mod_revision"`
	Version        int    `json:"version,omitempty"`
	Value          []byte `json:"value,omitempty"`
}

type event struct {
	EtcdEvent struct {
		Kv   kv  `json:"kv"`
		Type int `json:"type,omitempty"`
	} `json:"etcdEvent"`
	Time string `json:"time"`
}

func change(revision, kind int, value string) event {
	e := event{Time: "2026-04-16T12:29:38Z"}
	e.EtcdEvent.Kv = kv{Key: []byte("/registry/secrets/prod/db"), ModRevision: revision, Value: []byte(value)}
	e.EtcdEvent.Type = kind
	return e
}

func delta() []byte {
	plain := `{"kind":"Secret","apiVersion":"v1","metadata":{"name":"db","namespace":"prod"},` +
		`"data":{"password":"aHVudGVyLTEyMzQ1"},"type":"Opaque"}` + "\n"
	sealed := "k8s:enc:aescbc:v1:key1:" + string(bytes.Repeat([]byte{0xA7, 0x13}, 24))
	text, _ := json.Marshal([]event{change(5, 0, plain), change(6, 0, sealed), change(7, 1, "")})
	sum := sha256.Sum256(text)
	return append(text, sum[:]...)
}

func pack(target string, content []byte, packer func(io.Writer) io.WriteCloser) {
	var out bytes.Buffer
	w := packer(&out)
	w.Write(content)
	w.Close()
	if err := os.WriteFile(filepath.Join(os.Args[2], target), out.Bytes(), 0o644); err != nil {
		panic(err)
	}
}

func main() {
	snapshot, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	inLzw := func(w io.Writer) io.WriteCloser { return lzw.NewWriter(w, lzw.LSB, 8) }
	inZlib := func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }
	os.MkdirAll(os.Args[2], 0o755)
	pack("full.Z", snapshot, inLzw)
	pack("full.zlib", snapshot, inZlib)
	pack("delta.Z", delta(), inLzw)
	changed := delta()
	changed[40] ^= 1
	pack("delta-changed.zlib", changed, inZlib)
}
