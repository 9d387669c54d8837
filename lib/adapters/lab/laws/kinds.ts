/** The Exchange that an array may have. Names alone, since forms need them: what they are stands in `captured`. */
export const productNames = ["exchange-2010", "exchange-2013", "exchange-2016", "exchange-2019", "exchange-se"] as const;
export type ProductName = (typeof productNames)[number];

/** The regional formats that servers may have. */
export const cultureNames = ["en-US", "de-DE", "fr-FR", "ja-JP", "fi-FI"] as const;
export type CultureName = (typeof cultureNames)[number];
