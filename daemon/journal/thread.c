#include "daemon/journal/thread.h"

#include <signal.h>
#include <stdint.h>
#include <unistd.h>

#include "protocol/base/log.h"

int thread_start(pthread_t *ret, const char *name, void *(*run)(void *), void *ctx)
{
	sigset_t all, before;
	int r;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	r = pthread_create(ret, NULL, run, ctx);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (r)
		return nw_fault(-r, "thread: start %s", name);
	pthread_setname_np(*ret, name);
	return 0;
}

void thread_raise(int event)
{
	uint64_t one = 1;
	ssize_t n = write(event, &one, sizeof(one));

	/* It fails only at 2^64 - 1, and is readable then. */
	(void)n;
}
