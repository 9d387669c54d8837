import type { Field, Look } from "../../nodes/shared/fields";
import { keysOfField } from "../../nodes/shared/fields";
import { attributes, indented, textsOf } from "./markup";

interface Described {
  readonly type: string;
  /** The prefix of the ids that the editor looks for: `node-input`. */
  readonly prefix: string;
  readonly name: string;
  readonly field: Field;
  /** Other fields are in the same row. */
  readonly beside: boolean;
  readonly has: (key: string) => boolean;
}

/** The element in which a value is entered. */
interface Control {
  /** The id of the element to which the row's label belongs. */
  readonly labels: string | undefined;
  /** As the only one of its row. */
  readonly alone: string;
  /** Among others in a row. */
  readonly inline: string;
}

type Looking<As extends Look["as"]> = Described & { readonly look: Extract<Look, { as: As }> };

export function controlOf(described: Described): Control {
  const { look } = described.field;
  switch (look.as) {
    case "quantity":
      return quantity({ ...described, look });
    case "radio":
    case "select":
      return select({ ...described, look });
    case "tick":
      return tick(described);
    case "list":
      return list({ ...described, look });
    case "rows":
      return rows({ ...described, look });
    case "text":
      return text({ ...described, look });
    case "configNode":
      return same(idOf(described), `<input type="text"${attributes({ id: idOf(described), style: "width: 100%" })}>`);
    case "credential": {
      const secret = { type: "password", autocomplete: "new-password" };
      const known = { type: "text", autocomplete: "off", spellcheck: "false" };
      const kind = look.secret ? secret : known;
      return same(idOf(described), `<input${attributes({ ...kind, id: idOf(described), ...wordsIn(described) })}>`);
    }
    case "hidden":
      throw new Error(`${described.name} is not in the form.`);
  }
}

const same = (labels: string | undefined, markup: string): Control => ({ labels, alone: markup, inline: markup });

const idOf = ({ prefix, name }: Described): string => `${prefix}-${name}`;
/** Not that of the property: the editor would write the field's text over the list. */
const ownIdOf = ({ name }: Described): string => `ru-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** What an empty field shows, and a name for screen readers if its label belongs to another field. */
function wordsIn({ type, name, field, has }: Described): Readonly<Record<string, string | undefined>> {
  const { placeholder, label } = keysOfField(type, name, field);
  const known = field.example ?? (typeof field.initially === "object" ? "" : String(field.initially));
  const texts = textsOf({
    placeholder: has(placeholder) ? placeholder : undefined,
    "aria-label": field.beside === true ? label : undefined,
  });
  return { placeholder: has(placeholder) || known === "" ? undefined : known, ...texts };
}

function quantity(described: Looking<"quantity">): Control {
  const { type, name, field, look, beside, has } = described;
  const id = idOf(described);
  const { unit } = keysOfField(type, name, field);
  const key = look.unit === null ? unit : `shared.unit.${look.unit}`;
  const fewDigits = beside && (field.limits?.to ?? Infinity) < 1000;
  const looks = { id, class: fewDigits ? "ru-short" : undefined, ...wordsIn(described) };
  const unitOf = look.unit !== null || has(key) ? `<span${attributes({ "data-i18n": key })}></span>` : "";
  const limits = !look.tellsLimits ? "" : `<span${attributes({ class: "ru-limits", "data-ru-limits": name })}></span>`;
  const parts = [
    `<input${attributes({ type: "text", inputmode: "numeric", autocomplete: "off", ...looks })}>`,
    ...(unitOf + limits === "" ? [] : [`<span class="ru-unit">${unitOf}${limits}</span>`]),
  ];
  return { labels: id, alone: ['<div class="ru-quantity">', ...parts.map(indented), "</div>"].join("\n"), inline: parts.join("\n") };
}

function select(described: Looking<"radio" | "select">): Control {
  const { type, name, field, look } = described;
  const id = idOf(described);
  const { option } = keysOfField(type, name, field);
  const options = look.options.map((value) => {
    const disabled = look.notYet.includes(value) ? (true as const) : undefined;
    return `  <option${attributes({ value, disabled, "data-i18n": option(value) })}></option>`;
  });
  return same(
    id,
    [`<select${attributes({ id, ...wordsIn({ ...described, has: () => false }), placeholder: undefined })}>`, ...options, "</select>"].join(
      "\n",
    ),
  );
}

function tick(described: Described): Control {
  const { type, name, field } = described;
  const id = idOf(described);
  const words = `<label${attributes({ for: id, style: "width: auto", "data-i18n": keysOfField(type, name, field).tick })}></label>`;
  return same(id, `<div class="ru-tick"><input${attributes({ type: "checkbox", id })}>${words}</div>`);
}

function text(described: Looking<"text">): Control {
  const { name, look } = described;
  const id = idOf(described);
  const list = look.offers === null ? undefined : `ru-offers-${name}`;
  const plain = name === "name" ? {} : { spellcheck: "false", autocomplete: "off" };
  const input = `<input${attributes({ type: "text", id, class: look.code ? "ru-code" : undefined, list, ...plain, ...wordsIn(described) })}>`;
  return same(id, look.offers === null ? input : `${input}\n${offersOf(name, look.offers)}`);
}

const offersOf = (name: string, offers: string): string =>
  `<datalist${attributes({ id: `ru-offers-${name}`, "data-ru-offers": offers })}></datalist>`;

function list(described: Looking<"list">): Control {
  const { name, look } = described;
  const id = ownIdOf(described);
  const looks = attributes({ id, "data-ru-list": name, spellcheck: "false", autocomplete: "off", ...wordsIn(described) });
  return same(id, look.by === "line" ? `<textarea rows="3"${looks}></textarea>` : `<input type="text"${looks}>`);
}

function rows(described: Looking<"rows">): Control {
  const { name, look } = described;
  const offers = Object.entries(look.columns).flatMap(([column, { look: cell }]) =>
    cell.as === "text" && cell.offers !== null ? [offersOf(`${name}-${column}`, cell.offers)] : [],
  );
  const inside = [`<ol${attributes({ id: ownIdOf(described) })}></ol>`, ...offers].join("");
  return same(undefined, `<div class="ru-wide"${attributes({ "data-ru-rows": name })}>${inside}</div>`);
}
