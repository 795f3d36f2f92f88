/** The two vendors. */
export type Api = "mirakl" | "sendcloud";
