// Members of interfaces, classes and object types, from whatever they are made of, as rows of tables.
import { code } from "../markdown.mjs";
import { cell, commentOf } from "./comments.mjs";
import { isPublic } from "./pages.mjs";
import { declarationOf, origin, ts } from "./program.mjs";
import { jsonSchemaOf, rowsOf, schemaNamed } from "./schemas.mjs";
import { typeText } from "./types.mjs";

/**
 * The properties of a type that is one object: its own, those that it extends, and those of its zod schema.
 *
 * @returns {{ rows: object[], methods: object[] } | undefined} undefined when the type is something else
 */
export function membersOf(declaration, context) {
  const found = { rows: new Map(), methods: [] };
  const isObject = ts.isInterfaceDeclaration(declaration)
    ? fromInterface(declaration, context, found)
    : fromNode(declaration.type, context, found);
  if (!isObject) return undefined;
  const rows = [...found.rows.values()];
  // What must be given is what a reader looks for first.
  return {
    rows: [...rows.filter((row) => row.isRequired), ...rows.filter((row) => !row.isRequired)],
    methods: found.methods,
  };
}

function fromInterface(declaration, context, found) {
  for (const node of (declaration.heritageClauses ?? []).flatMap(({ types }) => types)) fromNode(node, context, found);
  fromMembers(declaration.members, context, found);
  return true;
}

function fromNode(node, context, found) {
  const { checker, root, place } = context;
  if (ts.isTypeLiteralNode(node)) {
    if (node.members.some((member) => !ts.isPropertySignature(member) && !ts.isMethodSignature(member))) return false;
    fromMembers(node.members, context, found);
    return true;
  }
  if (ts.isIntersectionTypeNode(node)) return node.types.every((part) => fromNode(part, context, found));
  if (!ts.isTypeReferenceNode(node) && !ts.isExpressionWithTypeArguments(node)) return false;
  const schema = schemaNamed(node, checker);
  if (schema !== undefined) {
    const json = jsonSchemaOf(schema.symbol, schema.io, root);
    if (json.properties === undefined) return false;
    for (const row of rowsOf(json, "", place)) found.rows.set(row.name, row);
    return true;
  }
  const name = ts.isTypeReferenceNode(node) ? node.typeName : node.expression;
  if (ts.isTypeReferenceNode(node) && !ts.isIntersectionTypeNode(node.parent)) return false;
  const symbol = checker.getSymbolAtLocation(name);
  const target = symbol === undefined ? undefined : declarationOf(origin(checker, symbol));
  if (target === undefined) return false;
  if (ts.isInterfaceDeclaration(target)) return fromInterface(target, context, found);
  return ts.isTypeAliasDeclaration(target) && fromNode(target.type, context, found);
}

function fromMembers(members, context, found) {
  for (const member of members) {
    if (ts.isMethodSignature(member)) found.methods.push(methodOf(member, context));
    else if (ts.isPropertySignature(member)) {
      const row = propertyOf(member, context);
      found.rows.set(row.name, row);
    } else if (ts.isIndexSignatureDeclaration(member)) {
      const name = `[${member.parameters[0].getText()}]`;
      // Other keys are neither asked for nor left out.
      const row = {
        name,
        type: typeText(member.type, context),
        bounds: [],
        fallback: "",
        text: "",
        isRequired: undefined,
      };
      found.rows.set(name, row);
    }
  }
}

/** A property or an accessor. */
export function propertyOf(member, context) {
  const { checker, link } = context;
  const { text, fallback = "" } = commentOf(member.symbol, checker, link);
  const isOptional = member.questionToken !== undefined;
  const shown = member.type ?? declaredElsewhere(member, context);
  const type = shown === undefined ? inferred(member, checker) : typeText(shown, context);
  const name = member.name.getText().replaceAll(/^"|"$/g, "");
  return { name, type, bounds: [], fallback: valueFirst(cell(fallback)), text: cell(text), isRequired: !isOptional };
}

/** A default that begins with its value has it as code. */
const valueFirst = (text) =>
  text.replace(/^(?:true|false|-?\d+|"[^"]*"|\[[^\]]*\]|\{[^}]*\})(?=$|[:;,. ])/, (value) => code(value));

/** What an interface says that the class implements. */
const declaredElsewhere = ({ initializer }) =>
  initializer !== undefined && (ts.isAsExpression(initializer) || ts.isSatisfiesExpression(initializer))
    ? initializer.type
    : undefined;

/** A type that nobody wrote down. */
const inferred = (member, checker) =>
  checker.typeToString(checker.getTypeAtLocation(member), member, ts.TypeFormatFlags.NoTruncation);

/** A method, a function or a constructor: how it is called, and what is said of it. */
export function methodOf(declaration, context, symbol = declaration.symbol) {
  const comment = commentOf(symbol, context.checker, context.link);
  return { name: symbol.name, signature: signatureText(declaration, context), comment };
}

/** Parameters and result, with marks at linked types. */
function signatureText({ typeParameters, parameters, type }, context) {
  const generic =
    typeParameters === undefined ? "" : `<${typeParameters.map((one) => typeText(one, context)).join(", ")}>`;
  const list = parameters.map((parameter) => {
    const { name, questionToken, dotDotDotToken, initializer } = parameter;
    // Taken apart in the head, an input is still one thing to whoever passes it.
    const shown = ts.isIdentifier(name) ? name.text : "props";
    const isOptional = questionToken !== undefined || initializer !== undefined;
    const kind =
      parameter.type === undefined ? inferred(parameter, context.checker) : typeText(parameter.type, context);
    return `${dotDotDotToken === undefined ? "" : "..."}${shown}${isOptional ? "?" : ""}: ${kind}`;
  });
  return `${generic}(${list.join(", ")})${type === undefined ? "" : `: ${typeText(type, context)}`}`;
}

/** A method without words of its own that a class above explains: it only fills in what is said there. */
function isInherited(method, { checker }) {
  if (ts.getJSDocCommentsAndTags(method).length > 0) return false;
  const above = (method.parent.heritageClauses ?? [])
    .filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    .flatMap(({ types }) => types.map(({ expression }) => checker.getSymbolAtLocation(expression)));
  return above.some(
    (symbol) => symbol !== undefined && origin(checker, symbol).members?.has(method.symbol.escapedName),
  );
}

/** Members of a class that users touch. */
export function classMembers(declaration, context) {
  const members = declaration.members.filter(isPublic).filter((member) => {
    return member.symbol === undefined || !commentOf(member.symbol, context.checker, context.link).isInternal;
  });
  const isStatic = (member) => (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
  const isProperty = (member) => ts.isPropertyDeclaration(member) || ts.isGetAccessorDeclaration(member);
  const constructor = members.find((member) => ts.isConstructorDeclaration(member));
  const isClosed = declaration.members.some((member) => ts.isConstructorDeclaration(member) && !isPublic(member));
  const parameters = declaration.members
    .filter((member) => ts.isConstructorDeclaration(member))
    .flatMap((member) => member.parameters.filter((parameter) => ts.isParameterPropertyDeclaration(parameter, member)))
    .filter(isPublic);
  const methods = members.filter((member) => ts.isMethodDeclaration(member) && ts.isIdentifier(member.name));
  // Of a method with overloads the last declaration is not for callers.
  const callable = methods.filter(
    (method) => (method.body === undefined || method.symbol.declarations.length === 1) && !isInherited(method, context),
  );
  return {
    isClosed,
    constructor,
    properties: [...parameters, ...members.filter((member) => isProperty(member) && !isStatic(member))],
    constants: members.filter((member) => isProperty(member) && isStatic(member)),
    methods: callable.filter((method) => !isStatic(method)),
    functions: callable.filter(isStatic),
  };
}
