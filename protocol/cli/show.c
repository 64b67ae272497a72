#include "protocol/cli/show.h"

#include <string.h>
#include <time.h>

#include "protocol/base/clock.h"
#include "protocol/base/json.h"
#include "protocol/cli/printable.h"

#define BOLD  "\033[1m"
#define DIM   "\033[2m"
#define PLAIN "\033[0m"

enum {
	TYPE_WIDTH = 12,
	FILLER_MAX = 60,
	QUOTE_MAX = 200,
	TITLE_MAX = 80,
	REASON_MAX = 200
};
enum { INDENT = 10 };

static const char *text(const json_t *object, const char *key)
{
	const char *s = json_get_string(object, key);

	return s ? s : "";
}

/* The time of day here, of an event that newswire knew at `time`. */
static void print_time(FILE *to, const char *time)
{
	uint64_t ms;
	struct tm tm;
	time_t seconds;
	char out[16];

	if (clock_parse(time, &ms) != 0) {
		fprintf(to, "%*s", INDENT, "");
		return;
	}
	seconds = (time_t)(ms / 1000);
	localtime_r(&seconds, &tm);
	strftime(out, sizeof(out), "%H:%M:%S", &tm);
	fprintf(to, "%-*s", INDENT, out);
}

/* `name` is the canonical one, `text` what the article says. */
static void print_filler(FILE *to, const json_t *filler)
{
	const char *name = text(filler, "name");

	printable_print(to, *name ? name : text(filler, "text"), FILLER_MAX);
}

static void print_role(FILE *to, const char *role, const json_t *fillers)
{
	size_t i;
	const json_t *filler;

	fputs("  ", to);
	printable_print(to, role, FILLER_MAX);
	fputs(": ", to);
	json_array_foreach(fillers, i, filler)
	{
		if (i)
			fputs(", ", to);
		print_filler(to, filler);
	}
}

static void print_args(FILE *to, const json_t *args)
{
	const char *role;
	const json_t *fillers;

	json_object_foreach((json_t *)args, role, fillers) print_role(to, role, fillers);
}

static void print_doubt(FILE *to, const json_t *data)
{
	const char *modality = text(data, "modality");
	json_int_t rev = json_integer_value(json_object_get(data, "rev"));

	if (*modality && strcmp(modality, "asserted") != 0) {
		fputs("  (", to);
		printable_print(to, modality, FILLER_MAX);
		fputc(')', to);
	}
	if (rev > 1)
		fprintf(to, "  (version %" JSON_INTEGER_FORMAT ")", rev);
}

static void print_source(FILE *to, const json_t *data, bool colour)
{
	const json_t *quote = json_array_get(json_object_get(data, "evidence"), 0);
	const json_t *article = json_object_get(data, "article");
	const char *from = text(article, "source");

	from = *from ? from : text(article, "id");
	if (!*text(quote, "quote") && !*from)
		return;
	fprintf(to, "%*s%s", INDENT, "", colour ? DIM : "");
	if (*text(quote, "quote")) {
		fputs("“", to);
		printable_print(to, text(quote, "quote"), QUOTE_MAX);
		fputs("” ", to);
	}
	printable_print(to, from, TITLE_MAX);
	fprintf(to, "%s\n", colour ? PLAIN : "");
}

static void print_retraction(FILE *to, const json_t *data)
{
	fputs("  ", to);
	printable_print(to, text(data, "event"), FILLER_MAX);
	fputs("  ", to);
	printable_print(to, text(data, "reason"), REASON_MAX);
	fputc('\n', to);
}

void show_event(FILE *to, const json_t *event, bool colour)
{
	const json_t *data = json_object_get(event, "data");
	const char *type = text(data, "type");

	print_time(to, text(event, "time"));
	fputs(colour ? BOLD : "", to);
	printable_pad(to, *type ? type : text(event, "type"), TYPE_WIDTH);
	fputs(colour ? PLAIN : "", to);
	if (json_get_string(data, "event")) {
		print_retraction(to, data);
		return;
	}
	print_args(to, json_object_get(data, "args"));
	print_doubt(to, data);
	fputc('\n', to);
	print_source(to, data, colour);
}
