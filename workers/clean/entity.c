#include "workers/clean/entity.h"

#include <ctype.h>

#include "protocol/base/cleanup.h"

/* Those that browsers read without a semicolon, as old pages write them, and those of
 * HTML 5 that news pages use. */
static const struct {
	const char *name, *with_semicolon, *text;
} references[] = {
	{ "amp", NULL, "&amp;" },    { "lt", NULL, "&lt;" },
	{ "gt", NULL, "&gt;" },	     { "quot", NULL, "&#34;" },
	{ "nbsp", NULL, "&#160;" },  { "copy", NULL, "&#169;" },
	{ "reg", NULL, "&#174;" },   { "apos", ";", "&#39;" },
	{ "comma", ";", "," },	     { "period", ";", "." },
	{ "colon", ";", ":" },	     { "semi", ";", ";" },
	{ "lpar", ";", "(" },	     { "rpar", ";", ")" },
	{ "lsqb", ";", "[" },	     { "rsqb", ";", "]" },
	{ "lbrack", ";", "[" },	     { "rbrack", ";", "]" },
	{ "excl", ";", "!" },	     { "quest", ";", "?" },
	{ "num", ";", "#" },	     { "dollar", ";", "$" },
	{ "percnt", ";", "%" },	     { "plus", ";", "+" },
	{ "equals", ";", "=" },	     { "sol", ";", "/" },
	{ "ast", ";", "*" },	     { "commat", ";", "@" },
	{ "lowbar", ";", "_" },	     { "vert", ";", "|" },
	{ "verbar", ";", "|" },	     { "hyphen", ";", "\u2010" },
	{ "dash", ";", "\u2010" },   { "mldr", ";", "\u2026" },
	{ "nldr", ";", "\u2025" },   { "NewLine", ";", "\n" },
	{ "Tab", ";", "\t" },	     { "rsquor", ";", "\u2019" },
	{ "rdquor", ";", "\u201d" }, { "horbar", ";", "\u2015" },
	{ "nbhy", ";", "\u2011" },   { "star", ";", "\u2606" },
};

size_t entity_mend(struct span s, struct span *ret)
{
	struct span name = { s.at + 1, 0 };

	while (name.len + 1 < s.len && isalpha((unsigned char)name.at[name.len]) &&
	       name.len < 12)
		name.len++;
	for (size_t i = 0; name.len && i < NW_ARRAY_LEN(references); i++) {
		bool closed = name.len + 1 < s.len && name.at[name.len] == ';';

		if (!span_is(name, references[i].name) ||
		    (references[i].with_semicolon && !closed))
			continue;
		*ret = span_of(references[i].text);
		return 1 + name.len + closed;
	}
	*ret = name.len || (s.len > 1 && s.at[1] == '#') ? span_of("&")
							 : span_of("&amp;");
	return 1;
}
