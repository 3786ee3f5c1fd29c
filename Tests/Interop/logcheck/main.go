// Reads and verifies an audit log with golang.org/x/mod/sumdb: the checksum database's own reader of tiled logs and
// signed notes, of which nothing here is ours but the paths.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run ./Tests/Interop/logcheck FOLDER VERIFIER-KEY [PROOF…]
package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tiles reads C2SP tile paths: Go's, without the height.
type tiles struct{ folder string }

func (t tiles) Height() int                      { return 8 }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte)  {}
func (t tiles) read(path string) ([]byte, error) { return os.ReadFile(filepath.Join(t.folder, path)) }
func (t tiles) ReadTiles(all []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range all {
		data, err := t.read(strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func must(err error, what string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "logcheck: %s: %v\n", what, err)
		os.Exit(1)
	}
}

// open verifies a signed checkpoint and gives the tree it states.
func open(data []byte, key note.Verifier) tlog.Tree {
	opened, err := note.Open(data, note.VerifierList(key))
	must(err, "checkpoint")
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != key.Name() {
		must(fmt.Errorf("not three lines of %s", key.Name()), "checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	root, err := tlog.ParseHash(lines[2])
	must(err, "root")
	return tlog.Tree{N: size, Hash: root}
}

// entries reads the bundles: each entry behind its length in two bytes.
func entries(t tiles, size int64) [][]byte {
	var all [][]byte
	for first := int64(0); first < size; first += 256 {
		width := 256
		if size-first < 256 {
			width = int(size - first)
		}
		path := tlog.Tile{H: 8, L: 0, N: first / 256, W: width}.Path()
		data, err := t.read(strings.Replace(path, "tile/8/0/", "tile/entries/", 1))
		must(err, "entries")
		for len(data) > 0 {
			count := int(data[0])<<8 | int(data[1])
			all = append(all, data[2:2+count])
			data = data[2+count:]
		}
	}
	return all
}

// checkProof verifies a C2SP tlog-proof that carries its entry.
func checkProof(path string, key note.Verifier) {
	data, err := os.ReadFile(path)
	must(err, path)
	head, checkpoint, _ := bytes.Cut(data, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err, path)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err, path)
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		must(err, path)
		proof = append(proof, hash)
	}
	tree := open(checkpoint, key)
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)), path)
}

func main() {
	if len(os.Args) < 3 {
		must(fmt.Errorf("FOLDER VERIFIER-KEY [PROOF…]"), "usage")
	}
	t := tiles{os.Args[1]}
	key, err := note.NewVerifier(os.Args[2])
	must(err, "key")
	data, err := t.read("checkpoint")
	must(err, "checkpoint")
	tree := open(data, key)
	reader := tlog.TileHashReader(tree, t)
	all := entries(t, tree.N)
	if int64(len(all)) != tree.N {
		must(fmt.Errorf("%d entries instead of %d", len(all), tree.N), "entries")
	}
	for index, entry := range all {
		proof, err := tlog.ProveRecord(tree.N, int64(index), reader)
		must(err, "proof")
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(index), tlog.RecordHash(entry)), "entry")
	}
	for size := int64(1); size <= tree.N; size += 1 + size/3 {
		older, err := tlog.TreeHash(size, reader)
		must(err, "older tree")
		proof, err := tlog.ProveTree(tree.N, size, reader)
		must(err, "consistency")
		must(tlog.CheckTree(proof, tree.N, tree.Hash, size, older), "consistency")
	}
	for _, path := range os.Args[3:] {
		checkProof(path, key)
	}
	fmt.Printf("verified %d entries, %d proofs\n", tree.N, len(os.Args)-3)
}
