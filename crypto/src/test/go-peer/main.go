// Opens, with the genuine API-server code, values that Snapseal wrote. See README.md.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/grpc"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/server/options/encryptionconfig"
	"k8s.io/apiserver/pkg/storage/value"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	v1 "k8s.io/kms/apis/v1beta1"
	v2 "k8s.io/kms/apis/v2"
)

type line struct {
	Writer string `json:"writer"`
	Config string `json:"config"`
	Path   string `json:"path"`
	Plain  string `json:"plainBase64"`
	Stored string `json:"storedBase64"`
}

func xor(b []byte) []byte {
	out := make([]byte, len(b))
	for i := range b {
		out[i] = b[i] ^ 0x5A
	}
	return out
}

func wrap(keyID string, key []byte) []byte {
	return append([]byte("TOY1:"+keyID+":"), xor(key)...)
}

func unwrap(keyID string, wrapped []byte) ([]byte, error) {
	prefix := []byte("TOY1:" + keyID + ":")
	if !bytes.HasPrefix(wrapped, prefix) {
		return nil, fmt.Errorf("toy kms: not wrapped by %s", keyID)
	}
	return xor(wrapped[len(prefix):]), nil
}

type toyV1 struct{ v1.UnimplementedKeyManagementServiceServer }

func (toyV1) Version(context.Context, *v1.VersionRequest) (*v1.VersionResponse, error) {
	return &v1.VersionResponse{Version: "v1beta1", RuntimeName: "toy", RuntimeVersion: "1"}, nil
}

func (toyV1) Encrypt(_ context.Context, r *v1.EncryptRequest) (*v1.EncryptResponse, error) {
	return &v1.EncryptResponse{Cipher: wrap("kek-v1", r.Plain)}, nil
}

func (toyV1) Decrypt(_ context.Context, r *v1.DecryptRequest) (*v1.DecryptResponse, error) {
	plain, err := unwrap("kek-v1", r.Cipher)
	return &v1.DecryptResponse{Plain: plain}, err
}

type toyV2 struct {
	v2.UnimplementedKeyManagementServiceServer
	keyID string
}

func (t toyV2) Status(context.Context, *v2.StatusRequest) (*v2.StatusResponse, error) {
	return &v2.StatusResponse{Version: "v2", Healthz: "ok", KeyId: t.keyID}, nil
}

func (t toyV2) Encrypt(_ context.Context, r *v2.EncryptRequest) (*v2.EncryptResponse, error) {
	return &v2.EncryptResponse{Ciphertext: wrap(t.keyID, r.Plaintext), KeyId: t.keyID}, nil
}

func (t toyV2) Decrypt(_ context.Context, r *v2.DecryptRequest) (*v2.DecryptResponse, error) {
	plain, err := unwrap(r.KeyId, r.Ciphertext)
	return &v2.DecryptResponse{Plaintext: plain}, err
}

func serve(path string, register func(*grpc.Server)) {
	os.Remove(path)
	listener, err := net.Listen("unix", path)
	if err != nil {
		panic(err)
	}
	server := grpc.NewServer()
	register(server)
	go server.Serve(listener)
}

func transformer(ctx context.Context, config string) value.Transformer {
	file, err := os.CreateTemp("", "config")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	file.WriteString(config)
	file.Close()
	loaded, err := encryptionconfig.LoadEncryptionConfig(ctx, file.Name(), false, "peer")
	if err != nil {
		panic(err)
	}
	time.Sleep(time.Second) // the first status of a v2 plugin arrives in the background
	return loaded.Transformers[schema.GroupResource{Resource: "secrets"}]
}

func main() {
	folder := os.Args[1]
	if err := utilfeature.DefaultMutableFeatureGate.Set("KMSv1=true"); err != nil {
		panic(err)
	}
	serve(filepath.Join(folder, "v1.sock"), func(s *grpc.Server) { v1.RegisterKeyManagementServiceServer(s, toyV1{}) })
	for name, keyID := range map[string]string{"v2a": "kek-2026", "v2b": "kek-2027", "v2c": "kek-2026"} {
		toy := toyV2{keyID: keyID}
		serve(filepath.Join(folder, name+".sock"), func(s *grpc.Server) { v2.RegisterKeyManagementServiceServer(s, toy) })
	}
	ctx := context.Background()
	transformers := map[string]value.Transformer{}
	opened, bad := map[string]int{}, 0
	in := bufio.NewReader(os.Stdin)
	for {
		text, err := in.ReadBytes('\n')
		if len(text) == 0 && err != nil {
			break
		}
		var l line
		if err := json.Unmarshal(text, &l); err != nil {
			panic(err)
		}
		if transformers[l.Config] == nil {
			transformers[l.Config] = transformer(ctx, l.Config)
		}
		plain, _ := base64.StdEncoding.DecodeString(l.Plain)
		stored, _ := base64.StdEncoding.DecodeString(l.Stored)
		out, stale, err := transformers[l.Config].TransformFromStorage(ctx, stored, value.DefaultContext(l.Path))
		// a server of today writes seeds, so a value under a bare data key is stale to it
		wantStale := strings.HasSuffix(l.Writer, "V2_KEY")
		if err != nil || stale != wantStale || !bytes.Equal(out, plain) {
			bad++
			fmt.Println("not opened:", l.Writer, len(plain), "bytes, stale", stale, err)
		} else {
			opened[l.Writer]++
		}
	}
	fmt.Println("opened", opened, "not opened", bad)
	if bad > 0 {
		os.Exit(1)
	}
}
