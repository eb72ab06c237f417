import { PolicyPack } from "@pulumi/policy";
import { servedPack } from "./served";

// Making a pack starts its server: no other file may import this one.
const { name, args } = servedPack("baseline");
new PolicyPack(name, args);
