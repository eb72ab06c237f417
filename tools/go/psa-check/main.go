// psa-check reads Kubernetes manifests (YAML or JSON, several documents) from standard input and prints every way in
// which a pod or pod template breaks a Pod Security level ("restricted" unless -level says otherwise). It uses the very
// library the API server enforces with. Exit codes: 0 nothing found, 1 violations, 2 unreadable input.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// Where each kind keeps its pod template; a kind that is not listed has no pods.
var templates = map[string][]string{
	"Pod":         {},
	"PodTemplate": {"template"},
	"Deployment":  {"spec", "template"}, "StatefulSet": {"spec", "template"}, "DaemonSet": {"spec", "template"},
	"ReplicaSet": {"spec", "template"}, "ReplicationController": {"spec", "template"}, "Job": {"spec", "template"},
	"CronJob": {"spec", "jobTemplate", "spec", "template"},
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "psa-check:", err)
	os.Exit(2)
}

// check prints the violations of one object (or of each item of a List) and returns how many there were.
func check(evaluator policy.Evaluator, level api.LevelVersion, object map[string]any) int {
	resource := unstructured.Unstructured{Object: object}
	found := 0
	if resource.IsList() {
		items, _, _ := unstructured.NestedSlice(object, "items")
		for _, item := range items {
			if inner, ok := item.(map[string]any); ok {
				found += check(evaluator, level, inner)
			}
		}
		return found
	}
	path, known := templates[resource.GetKind()]
	if !known {
		return 0
	}
	pod := object
	if len(path) > 0 {
		inner, ok, err := unstructured.NestedMap(object, path...)
		if err != nil || !ok {
			fail(fmt.Errorf("%s %q has no pod template", resource.GetKind(), resource.GetName()))
		}
		pod = inner
	}
	var typed corev1.PodTemplateSpec
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(map[string]any{"metadata": pod["metadata"], "spec": pod["spec"]}, &typed); err != nil {
		fail(fmt.Errorf("%s %q: %w", resource.GetKind(), resource.GetName(), err))
	}
	for _, result := range evaluator.EvaluatePod(level, &typed.ObjectMeta, &typed.Spec) {
		if !result.Allowed {
			found++
			fmt.Printf("%s %s/%s: %s: %s\n", resource.GetKind(), resource.GetNamespace(), resource.GetName(), result.ForbiddenReason, result.ForbiddenDetail)
		}
	}
	return found
}

func main() {
	name := flag.String("level", "restricted", "privileged, baseline or restricted")
	flag.Parse()
	level, err := api.ParseLevel(*name)
	if err != nil {
		fail(err)
	}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks())
	if err != nil {
		fail(err)
	}
	decoder := yaml.NewYAMLOrJSONDecoder(os.Stdin, 4096)
	found := 0
	for {
		var object map[string]any
		if err := decoder.Decode(&object); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			fail(err)
		}
		if object != nil {
			found += check(evaluator, api.LevelVersion{Level: level, Version: api.LatestVersion()}, object)
		}
	}
	if found > 0 {
		os.Exit(1)
	}
}
