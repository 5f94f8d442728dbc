// Bodies over ncursesw: opening a terminal, cells, colours. See CNcurses.h for threads and meaning.
#define _GNU_SOURCE 1
#define _XOPEN_SOURCE_EXTENDED 1
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include "CNcurses.h"
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <pty.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>
#include <ncursesw/curses.h>

static int is_utf8(const char *name) {
  return name && (strcasestr(name, "utf-8") || strcasestr(name, "utf8"));
}

int cn_choose_locale(const char *wanted) {
  if (!setlocale(LC_CTYPE, wanted)) setlocale(LC_CTYPE, is_utf8(wanted) ? "C.UTF-8" : "C");
  return is_utf8(nl_langinfo(CODESET));
}

static FILE *open_copy(int descriptor, const char *mode) {
  int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return NULL;
  FILE *file = fdopen(copy, mode);
  if (!file) close(copy);
  return file;
}

// Declared here because <term.h> makes macros of everyday words (`lines`, `columns`).
extern int setupterm(const char *term, int descriptor, int *problem);

int cn_described_colors(const char *term) {
  int problem = 0;
  if (setupterm(term, 1, &problem) != OK) return -1;
  int colors = tigetnum((char *)"colors");
  return colors > 0 ? colors : 0;
}

// Until the first time that endwin was called, ncurses 6.4 flushes after every movement of the cursor: some twenty writes a frame, each of which
// wakes whoever reads the terminal. It is called once, and the screen taken again, with the void in the terminal's place; the first real update
// clears the screen anyway.
static void begin_whole_frames(struct cn_screen *screen) {
  fflush(screen->output);
  int own = fileno(screen->output);
  int kept = fcntl(own, F_DUPFD_CLOEXEC, 3);
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (kept >= 0 && nowhere >= 0 && dup3(nowhere, own, O_CLOEXEC) >= 0) {
    endwin();
    doupdate();
    dup3(kept, own, O_CLOEXEC);
    reset_prog_mode();
  }
  if (kept >= 0) close(kept);
  if (nowhere >= 0) close(nowhere);
}

int cn_open(struct cn_screen *screen, const char *term, int output, int input) {
  screen->output = open_copy(output, "w");
  screen->input = open_copy(input, "r");
  // The size is the tty's; LINES and COLUMNS in the environment are often stale.
  use_env(FALSE);
  use_tioctl(TRUE);
  SCREEN *handle = screen->output && screen->input ? newterm((char *)term, screen->output, screen->input) : NULL;
  screen->handle = handle;
  if (!handle) {
    cn_close(screen);
    return -1;
  }
  set_term(handle);
  raw();
  noecho();
  nonl();
  keypad(stdscr, TRUE);
  leaveok(stdscr, FALSE);
  idlok(stdscr, TRUE);
  // A frame goes out whole, in one write: ncurses neither looks for input nor flushes between its lines.
  typeahead(-1);
  begin_whole_frames(screen);
  return 0;
}

void cn_close(struct cn_screen *screen) {
  if (screen->handle) {
    set_term(screen->handle);
    endwin();
    delscreen(screen->handle);
  }
  if (screen->output) fclose(screen->output);
  if (screen->input) fclose(screen->input);
  *screen = (struct cn_screen){0};
}

void cn_leave(struct cn_screen *screen) {
  set_term(screen->handle);
  endwin();
}

void cn_enter(struct cn_screen *screen) {
  set_term(screen->handle);
  // ncurses takes the screen itself with the next update, because endwin was called before.
  if (!isendwin()) endwin();
  reset_prog_mode();
  clearok(curscr, TRUE);
}

const char *cn_capability(const char *name) {
  char *value = tigetstr((char *)name);
  return value == (char *)-1 ? NULL : value;
}

int cn_start_colors(void) {
  if (!has_colors() || start_color() == ERR) return 0;
  use_default_colors();
  return COLORS;
}

int cn_pair_limit(void) { return COLOR_PAIRS; }

int cn_define_pair(int pair, int foreground, int background) {
  return init_extended_pair(pair, foreground, background) == OK ? 0 : -1;
}

void cn_resize(int rows, int columns) {
  resize_term(rows, columns);
  werase(stdscr);
  clearok(curscr, TRUE);
}

static attr_t attributes_of(uint32_t bits) {
  attr_t result = A_NORMAL;
  if (bits & CN_BOLD) result |= A_BOLD;
  if (bits & CN_DIM) result |= A_DIM;
  if (bits & CN_ITALIC) result |= A_ITALIC;
  if (bits & CN_UNDERLINE) result |= A_UNDERLINE;
  if (bits & CN_REVERSE) result |= A_REVERSE;
  return result;
}

static void fill_cell(cchar_t *to, const struct cn_cell *from) {
  wchar_t text[5] = {0};
  int pair = from->pair;
  for (int i = 0; i < 4; i++) text[i] = (wchar_t)from->text[i];
  // With the last argument set, ncurses takes the pair from there and not from the short before it.
  if (setcchar(to, text, attributes_of(from->attributes), 0, &pair) == ERR) {
    text[0] = L'?';
    text[1] = 0;
    setcchar(to, text, A_NORMAL, 0, NULL);
  }
}

void cn_put(int row, int column, const struct cn_cell *cells, int count) {
  enum { CHUNK = 256 };
  cchar_t line[CHUNK];
  while (count > 0) {
    int now = count < CHUNK ? count : CHUNK;
    int columns = 0;
    for (int i = 0; i < now; i++) {
      fill_cell(&line[i], &cells[i]);
      columns += wcwidth((wchar_t)cells[i].text[0]) == 2 ? 2 : 1;
    }
    mvwadd_wchnstr(stdscr, row, column, line, now);
    cells += now;
    count -= now;
    column += columns;
  }
}

void cn_show(int cursor_row, int cursor_column) {
  curs_set(cursor_row >= 0);
  wmove(stdscr, cursor_row >= 0 ? cursor_row : 0, cursor_row >= 0 ? cursor_column : 0);
  leaveok(stdscr, cursor_row < 0);
  wnoutrefresh(stdscr);
  doupdate();
}

void cn_forget_screen(void) { clearok(curscr, TRUE); }

int cn_window_size(int descriptor, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) || size.ws_row == 0 || size.ws_col == 0) return -1;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 0;
}

int cn_event_descriptor(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void cn_event_write(int descriptor) {
  uint64_t one = 1;
  while (write(descriptor, &one, sizeof one) < 0) break;
}

void cn_event_drain(int descriptor) {
  uint64_t count;
  while (read(descriptor, &count, sizeof count) < 0) break;
}

int cn_open_pty(int *leader, int *follower, int rows, int columns) {
  struct winsize size = {(unsigned short)rows, (unsigned short)columns, 0, 0};
  return openpty(leader, follower, NULL, NULL, &size);
}

int cn_set_window_size(int descriptor, int rows, int columns) {
  struct winsize size = {(unsigned short)rows, (unsigned short)columns, 0, 0};
  return ioctl(descriptor, TIOCSWINSZ, &size);
}

int cn_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }
