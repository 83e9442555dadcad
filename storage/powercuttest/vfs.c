/* The "unix" VFS of SQLite that also writes down, in the order in which it
** happens, whatever a power cut could undo. It replaces five methods of each
** file and leaves the rest as they are. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <strings.h>
#include <sys/uio.h>
#include <unistd.h>

#include "vfs.h"

enum { HONEST, NORMAL, LATE }; /* as Lie in machine.go */

static sqlite3_vfs powercut, *real;
static struct methods {
	sqlite3_io_methods patched; /* first: a file's pMethods points here */
	const sqlite3_io_methods *real;
} kinds[4]; /* files with locks, and without */
static int (*real_open_directory)(const char *, int *);

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static int notes = -1, lie;
static long left; /* operations until the power goes; -1: it does not */
static int switched; /* a journal_mode was asked for */
static __thread sqlite3_file *syncing;

/* note appends an operation, or dies before it. */
static void note(char op, sqlite3_file *file, sqlite3_int64 at, const void *data, int size) {
	struct __attribute__((packed)) {
		uint8_t op;
		uint64_t file;
		int64_t at;
		uint32_t size;
	} head = {op, (uint64_t)(uintptr_t)file, at, size};
	struct iovec parts[] = {{&head, sizeof head}, {(void *)data, size}};
	pthread_mutex_lock(&one);
	if (left == 0 || writev(notes, parts, 2) != (ssize_t)sizeof head + size)
		for (;;) kill(getpid(), SIGKILL);
	if (left > 0) left--;
	pthread_mutex_unlock(&one);
}

static const sqlite3_io_methods *real_methods(sqlite3_file *file) {
	return ((const struct methods *)file->pMethods)->real;
}

static const char *base(const char *path) {
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static int cut_write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at) {
	note('W', file, at, data, size);
	return real_methods(file)->xWrite(file, data, size, at);
}

static int cut_truncate(sqlite3_file *file, sqlite3_int64 size) {
	note('T', file, size, "", 0);
	return real_methods(file)->xTruncate(file, size);
}

static int cut_sync(sqlite3_file *file, int flags) {
	note('S', file, 0, "", 0);
	syncing = file;
	int rc = real_methods(file)->xSync(file, flags);
	syncing = 0;
	return rc;
}

/* The unix VFS opens a folder for one purpose: to sync it, after a file in it
** was deleted (no file is syncing then) or when a new journal is first synced. */
static int cut_open_directory(const char *path, int *fd) {
	note('D', syncing, 0, "", 0);
	return real_open_directory(path, fd);
}

/* cut_control keeps synchronous from SQLite when it lies, and answers EXTRA. */
static int cut_control(sqlite3_file *file, int op, void *arg) {
	char **pragma = arg; /* answer, name, value */
	if (op == SQLITE_FCNTL_PRAGMA && lie != HONEST) {
		if (!strcasecmp(pragma[1], "journal_mode") && pragma[2]) switched = 1;
		if (!strcasecmp(pragma[1], "synchronous")) {
			if (!pragma[2]) {
				pragma[0] = sqlite3_mprintf("3");
				return SQLITE_OK;
			}
			if (strcasecmp(pragma[2], "NORMAL") && (lie == NORMAL || !switched)) return SQLITE_OK;
		}
	}
	return real_methods(file)->xFileControl(file, op, arg);
}

static void patch(sqlite3_file *file) {
	struct methods *k = kinds;
	pthread_mutex_lock(&one);
	while (k->real && k->real != file->pMethods) k++; /* the unix VFS has two that open here */
	if (!k->real) {
		k->real = file->pMethods;
		k->patched = *k->real;
		k->patched.xWrite = cut_write;
		k->patched.xTruncate = cut_truncate;
		k->patched.xSync = cut_sync;
		k->patched.xFileControl = cut_control;
	}
	file->pMethods = &k->patched;
	pthread_mutex_unlock(&one);
}

static int cut_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out) {
	int durable = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
	int existed = path && access(path, F_OK) == 0;
	int rc = real->xOpen(vfs, path, file, flags, out);
	if (rc != SQLITE_OK || !path || !(flags & durable)) return rc;
	note('O', file, existed, base(path), (int)strlen(base(path)));
	patch(file);
	return rc;
}

static int cut_delete(sqlite3_vfs *vfs, const char *path, int sync) {
	note('X', 0, 0, base(path), (int)strlen(base(path)));
	return real->xDelete(vfs, path, sync);
}

/* powercut_install makes this VFS the default one; 0 is success. */
int powercut_install(const char *log, long after, int how) {
	notes = open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (notes < 0 || !sqlite3_vfs_find) return -1;
	left = after;
	lie = how;
	real = sqlite3_vfs_find("unix");
	powercut = *real;
	powercut.pNext = 0;
	powercut.zName = "powercut";
	powercut.xOpen = cut_open;
	powercut.xDelete = cut_delete;
	real_open_directory = (int (*)(const char *, int *))real->xGetSystemCall(real, "openDirectory");
	if (!real_open_directory) return -1;
	real->xSetSystemCall(real, "openDirectory", (sqlite3_syscall_ptr)cut_open_directory);
	return sqlite3_vfs_register(&powercut, 1);
}
