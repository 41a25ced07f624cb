// The toy KMS of the clusters: a plugin for KMS v1 on one unix socket and for v2 on another, which
// wraps with AES-256-GCM under the key that `kek` of truth.json gives.
//
// usage: toy-kms KEK_HEX V1_SOCKET V2_SOCKET
//
// Needs the modules google.golang.org/grpc and k8s.io/kms; make-cluster-objects builds it.
package main

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log"
	"net"
	"os"

	"google.golang.org/grpc"
	"k8s.io/kms/apis/v1beta1"
	"k8s.io/kms/apis/v2"
)

const keyID, annotation = "kek-b", "kek.kmsd.example"

var aead cipher.AEAD

func wrap(plain []byte) []byte {
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce)
	return aead.Seal(nonce, nonce, plain, nil)
}

func unwrap(wrapped []byte) ([]byte, error) {
	if len(wrapped) < aead.NonceSize() {
		return nil, errors.New("shorter than a nonce")
	}
	return aead.Open(nil, wrapped[:aead.NonceSize()], wrapped[aead.NonceSize():], nil)
}

type first struct {
	v1beta1.UnimplementedKeyManagementServiceServer
}

func (first) Version(context.Context, *v1beta1.VersionRequest) (*v1beta1.VersionResponse, error) {
	return &v1beta1.VersionResponse{Version: "v1beta1", RuntimeName: "toy", RuntimeVersion: "1"}, nil
}

func (first) Encrypt(_ context.Context, r *v1beta1.EncryptRequest) (*v1beta1.EncryptResponse, error) {
	return &v1beta1.EncryptResponse{Cipher: wrap(r.Plain)}, nil
}

func (first) Decrypt(_ context.Context, r *v1beta1.DecryptRequest) (*v1beta1.DecryptResponse, error) {
	plain, err := unwrap(r.Cipher)
	return &v1beta1.DecryptResponse{Plain: plain}, err
}

type second struct {
	v2.UnimplementedKeyManagementServiceServer
}

func (second) Status(context.Context, *v2.StatusRequest) (*v2.StatusResponse, error) {
	return &v2.StatusResponse{Version: "v2", Healthz: "ok", KeyId: keyID}, nil
}

func (second) Encrypt(_ context.Context, r *v2.EncryptRequest) (*v2.EncryptResponse, error) {
	return &v2.EncryptResponse{
		Ciphertext:  wrap(r.Plaintext),
		KeyId:       keyID,
		Annotations: map[string][]byte{annotation: []byte("1")},
	}, nil
}

func (second) Decrypt(_ context.Context, r *v2.DecryptRequest) (*v2.DecryptResponse, error) {
	plain, err := unwrap(r.Ciphertext)
	return &v2.DecryptResponse{Plaintext: plain}, err
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func main() {
	block := must(aes.NewCipher(must(hex.DecodeString(os.Args[1]))))
	aead = must(cipher.NewGCM(block))
	v1server, v2server := grpc.NewServer(), grpc.NewServer()
	v1beta1.RegisterKeyManagementServiceServer(v1server, first{})
	v2.RegisterKeyManagementServiceServer(v2server, second{})
	go v1server.Serve(must(net.Listen("unix", os.Args[2])))
	log.Fatal(v2server.Serve(must(net.Listen("unix", os.Args[3]))))
}
