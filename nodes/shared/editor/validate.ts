import { current, currentText, textOf } from "./live";

/** A whole number within limits; forms give it as text. Fields that may stay empty are `required: false` besides. */
export function wholeNumber(min: number, max: number): EditorValidator {
  return function (value, _options) {
    const text = textOf(value).trim();
    if (!/^\d+$/.test(text)) return this._("shared.reason.wholeNumber");
    const number = Number(text);
    return (number >= min && number <= max) || this._("shared.reason.between", { min, max });
  };
}

/** @param reason key of the text that says what is missing and why it is needed */
export function needed(reason: string): EditorValidator {
  return function (value, _options) {
    return textOf(value).trim() !== "" || this._(reason);
  };
}

/** An empty value passes. @param reason key of the text that says how it must look, with an example */
export function looksLike(pattern: RegExp, reason: string): EditorValidator {
  return function (value, _options) {
    const text = textOf(value).trim();
    return text === "" || pattern.test(text) || this._(reason);
  };
}

/** All must agree; the first reason counts. */
export function all(...validators: readonly EditorValidator[]): EditorValidator {
  return function (value, options) {
    for (const validate of validators) {
      const verdict = validate.call(this, value, options);
      if (verdict !== true) return verdict;
    }
    return true;
  };
}

/** Asks only while another property has one of these values: a field that is hidden is never wrong. */
export function onlyWhen(property: string, values: readonly string[], validate: EditorValidator): EditorValidator {
  return function (value, options) {
    return values.includes(currentText(this, property)) ? validate.call(this, value, options) : true;
  };
}

/** A config node that exists and is in order. @param reason key of the text for "none chosen"; absent: none is fine */
export function chosen(reason?: string): EditorValidator {
  return function (value, _options) {
    const id = textOf(value);
    if (id === "" || id === "_ADD_") return reason === undefined || this._(reason);
    const node = RED.nodes.node(id);
    if (node === null || node === undefined) return this._("shared.reason.chosenGone");
    return node.valid !== false || this._("shared.reason.chosenInvalid", { name: textOf(node["name"]) || node.type });
  };
}

/** Each entry of a list must pass. @param reason key of a text with `__entry__` */
export function eachLooksLike(pattern: RegExp, reason: string): EditorValidator {
  return function (value, _options) {
    const wrong = textsOf(value).find((entry) => !pattern.test(entry));
    return wrong === undefined || this._(reason, { entry: wrong });
  };
}

/** The server for work by hand must be one of the array that is chosen beside it, or of any; unless it may be in none. */
export const memberOfArray: EditorValidator = function (value, _options) {
  const server = textOf(value).trim();
  const array = textOf(current(this, "array"));
  const isMember = (id: string): boolean => memberNames(id).some((name) => same(name, server));
  if (server === "") return true;
  if (array !== "" && array !== "_ADD_") return isMember(array) || this._("shared.byHand.notAMember", { server });
  return current(this, "alone") === true || allArrays().some(isMember) || this._("shared.byHand.inNoArray", { server });
};

/** Ids of all `server-array` nodes. */
export function allArrays(): readonly string[] {
  const ids: string[] = [];
  RED.nodes.eachConfig((node) => {
    if (node.type === "server-array") ids.push(node.id);
  });
  return ids;
}

/** Names of the members of a `server-array` node. */
export function memberNames(array: string): readonly string[] {
  const members = RED.nodes.node(array)?.["members"];
  return Array.isArray(members) ? members.map((member: { name?: unknown }) => textOf(member.name)).filter((name) => name !== "") : [];
}

/** A full path, on a drive or a share. */
export const windowsPath = /^([A-Za-z]:\\|\\\\)[^"<>|?*]+$/;

/** Windows compares names without regard to case. */
export const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(textOf) : []);
