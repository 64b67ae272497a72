/* Pushes an article and prints its events: push_watch FILE [SUBMIT SUBSCRIBE]
 *	cc push_watch.c $(pkg-config --cflags --libs newswire) */
#include <newswire.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_BYTES = 1 << 20, PATIENCE_MS = 60000, SILENCE_MS = 3000 };

int main(int argc, char **argv)
{
	static char body[MAX_BYTES];
	FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
	size_t len = file ? fread(body, 1, sizeof(body), file) : 0;
	struct nw_options to = { .endpoint = argc > 2 ? argv[2] : NULL };
	struct nw_options from = { .endpoint = argc > 3 ? argv[3] : NULL };
	struct nw_subscription all = { .from = "now" };
	struct nw_article article = { .id = argv[1], .body = body, .body_len = len };
	struct nw_subscriber *subscriber;
	struct nw_producer *producer;
	struct nw_answer answer;
	struct nw_event event;
	int seen = 0, r;

	if (nw_subscriber_open(&subscriber, &from, &all) ||
	    nw_producer_open(&producer, &to, 0))
		return 1;
	while (!nw_subscriber_ready(subscriber)) /* from here on nothing is missed */
		nw_subscriber_next(subscriber, &event, SILENCE_MS);
	if (nw_submit(producer, &article, NULL) ||
	    nw_answer(producer, &answer, PATIENCE_MS) || answer.verdict != NW_KEPT)
		return 1; /* else it is on the broker's disk now */
	do {
		r = nw_subscriber_next(subscriber, &event,
				       seen ? SILENCE_MS : PATIENCE_MS);
		if (r == 0 && ++seen)
			puts(event.json);
	} while (r == 0);
	nw_producer_close(producer);
	nw_subscriber_close(subscriber);
	return seen ? 0 : 1;
}
