import { getRootDirectory } from "@pulumi/pulumi";
import { deployStack, type StackOutputs } from "./deploy-stack";
import { projectFolder } from "./project-folder";

// The program of Pulumi.yaml. Pulumi calls what a program exports, and puts out what that returns.
const program = (): Promise<StackOutputs> => deployStack(projectFolder(getRootDirectory(), process.cwd()));

export = program;
