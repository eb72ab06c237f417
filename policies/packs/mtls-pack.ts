import { PolicyPack } from "@pulumi/policy";
import { servedPack } from "./served";

// Making a pack starts its server: no other file may import this one.
const { name, args } = servedPack("mtls");
new PolicyPack(name, args);
