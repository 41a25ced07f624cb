module snapseal-go-peer

go 1.26

require (
	google.golang.org/grpc v1.81.1
	k8s.io/apimachinery v0.37.2
	k8s.io/apiserver v0.37.2
	k8s.io/kms v0.37.2
)
