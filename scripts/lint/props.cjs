"use strict";
// What counts as props: an interface or an object type alias whose name ends in "Props".

/**
 * Calls back with the members of each props type, those of object types written inside it included.
 * @param {(member: any, owner: string, depth: number) => void} visit
 */
function eachPropsMember(visit) {
  /** @param {any[]} members @param {string} owner @param {number} depth */
  const walk = (members, owner, depth) => {
    for (const member of members) {
      if (member.type !== "TSPropertySignature" && member.type !== "TSMethodSignature") continue;
      visit(member, owner, depth);
      if (member.typeAnnotation?.typeAnnotation) inside(member.typeAnnotation.typeAnnotation, owner, depth + 1);
    }
  };
  /** @param {any} type @param {string} owner @param {number} depth */
  const inside = (type, owner, depth) => {
    if (type.type === "TSTypeLiteral") walk(type.members, owner, depth);
    else if (type.type === "TSUnionType" || type.type === "TSIntersectionType")
      for (const part of type.types) inside(part, owner, depth);
    else if (type.type === "TSArrayType") inside(type.elementType, owner, depth);
    else if (type.type === "TSTypeOperator" && type.typeAnnotation) inside(type.typeAnnotation, owner, depth);
    else if (type.type === "TSTypeReference")
      for (const argument of type.typeArguments?.params ?? []) inside(argument, owner, depth);
  };
  return {
    /** @param {any} node */
    TSInterfaceDeclaration(node) {
      if (node.id.name.endsWith("Props")) walk(node.body.body, node.id.name, 0);
    },
    /** @param {any} node */
    TSTypeAliasDeclaration(node) {
      if (node.id.name.endsWith("Props")) inside(node.typeAnnotation, node.id.name, 0);
    },
  };
}

/** A member's name as it is written. @param {any} member @returns {string} */
function memberName(member) {
  return member.key.type === "Identifier" ? member.key.name : String(member.key.value ?? "?");
}

module.exports = { eachPropsMember, memberName };
