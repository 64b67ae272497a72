/* Extraction without a worker or a broker around it:
 *
 *	extract FILE...        clean texts: a first line before a blank line is the title
 *	extract --jsonl FILE   {"id", "title"?, "text", "published"?} on each line
 *	extract --explain FILE...
 *	extract --check        runs the examples of all rules
 *
 * Prints events as `newswire extract` does. */
#include <errno.h>
#include <string.h>

#include "protocol/base/json.h"
#include "protocol/base/place.h"
#include "workers/extract/extract.h"

enum { MAX_FILE = 1 << 30, MAX_ARTICLE_MEMORY = 1 << 30, PATH_SIZE = 4096 };

struct program {
	struct extractor *x;
	struct arena *a;
	bool explain;
};

static int put_event(struct buf *out, const struct extracted_event *e)
{
	int r = buf_printf(out,
			   "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":"
			   "\"newswire:offline\",\"type\":\"newswire.%s.v1\",",
			   e->id, e->type);

	if (r == 0)
		r = json_put_member(out, "subject", e->subject);
	if (r == 0)
		r = buf_puts(
			out,
			"\"datacontenttype\":\"application/json\",\"data\":{\"rev\":1,");
	if (r == 0)
		r = buf_append(out, e->data + 1, e->data_len - 1);
	return r < 0 ? r : buf_puts(out, "}\n");
}

static int run(struct program *p, const struct raw_article *raw,
	       const struct clean_article *doc)
{
	NW_CLEANUP(buf_free) struct buf out = { 0 };
	struct extracted found;
	int r;

	if (p->explain) {
		r = extractor_explain(p->x, p->a, raw, doc, &out);
	} else {
		r = extractor_run(p->x, p->a, raw, doc, &found);
		for (size_t i = 0; r == 0 && i < found.n; i++)
			r = put_event(&out, &found.events[i]);
	}
	fwrite(out.data, 1, out.len, stdout);
	arena_reset(p->a);
	return r;
}

/* The file's base name without its last extension. */
static const char *id_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/'), *dot;

	path = slash ? slash + 1 : path;
	dot = strrchr(path, '.');
	return arena_dup(a, path, dot ? (size_t)(dot - path) : strlen(path));
}

/* Texts without any full stop are transcripts: their lines are captions. */
static bool is_transcript(const char *text)
{
	size_t lines = 0, stops = 0;

	for (const char *s = text; *s; s++)
		lines += *s == '\n';
	for (const char *s = text; (s = strstr(s, "。")); s++)
		stops++;
	return lines > 20 && stops * 20 < lines;
}

static int run_file(struct program *p, const char *path)
{
	NW_CLEANUP(buf_free) struct buf text = { 0 };
	struct clean_article doc = { .lang = "zh-Hans", .kind = "article" };
	struct raw_article raw = { 0 };
	char *body;
	int r = buf_read_file(&text, path, MAX_FILE);

	if (r < 0) {
		fprintf(stderr, "%s: %s\n", path, strerror(-r));
		return r;
	}
	body = arena_dup(p->a, buf_str(&text), text.len);
	raw.id = id_of(p->a, path);
	if (strcspn(body, "\n") < 200 &&
	    strncmp(body + strcspn(body, "\n"), "\n\n", 2) == 0) {
		doc.title = body;
		body = strstr(body, "\n\n");
		*body = '\0';
		body += 2;
	}
	doc.text = body;
	doc.text_len = strlen(body);
	if (is_transcript(body))
		doc.flags[doc.n_flags++] = "transcript";
	raw.body = body;
	raw.body_len = doc.text_len;
	return run(p, &raw, &doc);
}

static int run_line(struct program *p, const json_t *line)
{
	struct clean_article doc = { .lang = "zh-Hans",
				     .kind = "article",
				     .title = json_get_string(line, "title"),
				     .text = json_get_string(line, "text"),
				     .published = json_get_string(line, "published") };
	struct raw_article raw = { .id = json_get_string(line, "id") };

	if (!doc.text)
		return 0;
	doc.text_len = strlen(doc.text);
	raw.body = doc.text;
	raw.body_len = doc.text_len;
	return run(p, &raw, &doc);
}

static int run_jsonl(struct program *p, const char *path)
{
	NW_CLEANUP(buf_free) struct buf text = { 0 };
	int r = buf_read_file(&text, path, MAX_FILE);

	for (const char *s = buf_str(&text); r == 0 && *s;) {
		size_t n = strcspn(s, "\n");
		json_t *line = json_loadb(s, n, 0, NULL);

		if (line)
			r = run_line(p, line);
		json_decref(line);
		s += n + (s[n] == '\n');
	}
	return r;
}

static int check(struct program *p)
{
	NW_CLEANUP(buf_free) struct buf report = { 0 };
	int r = extractor_check(p->x, &report);

	fputs(buf_str(&report), stdout);
	printf("%d examples do not hold\n", r);
	return r;
}

static int open_parts(struct program *p)
{
	char types[PATH_SIZE], rules[PATH_SIZE], lexicon[PATH_SIZE];
	struct extractor_options options = { .types_dir = types,
					     .rules_dirs = { rules },
					     .lexicon_dirs = { lexicon } };
	struct yaml_error error = { 0 };
	int r = arena_open(&p->a, MAX_ARTICLE_MEMORY);

	if (r == 0)
		r = place_find(PLACE_TYPES, types, sizeof(types));
	if (r == 0)
		r = place_find(PLACE_RULES, rules, sizeof(rules));
	if (r == 0)
		r = place_find(PLACE_LEXICON, lexicon, sizeof(lexicon));
	if (r == 0)
		r = extractor_open(&p->x, &options, &error);
	if (r < 0)
		fprintf(stderr, "%s\n", error.text);
	return r;
}

int main(int argc, char **argv)
{
	struct program p = { 0 };
	bool jsonl = false;
	int r = open_parts(&p);

	for (int i = 1; r == 0 && i < argc; i++) {
		if (strcmp(argv[i], "extract") == 0)
			continue;
		if (strcmp(argv[i], "--jsonl") == 0)
			jsonl = true;
		else if (strcmp(argv[i], "--explain") == 0)
			p.explain = true;
		else if (strcmp(argv[i], "--check") == 0)
			r = check(&p);
		else
			r = jsonl ? run_jsonl(&p, argv[i]) : run_file(&p, argv[i]);
	}
	extractor_close(p.x);
	arena_close(p.a);
	return r != 0;
}
