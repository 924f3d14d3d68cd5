"""The words of imports: what can be wrong with a row, a file, a specification; the states of a run."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kejing.foundation.kernel.permissions import declare

MAY_IMPORT = declare("imports.run", _("Import data"))


class Fault(TextChoices):
    """What is wrong with one row, or with the file as a whole (row 0)."""

    # the file
    MISSING_FILE = "missing_file", _("No file was given for this part of the import.")
    SURPLUS_FILE = "surplus_file", _("This import has no use for the file “%(value)s”.")
    TWO_FILES = (
        "two_files",
        _("Two files were given for the same part of the import: “%(value)s” is the second."),
    )
    NOT_TEXT = "not_text", _("The file is not a text file of columns (CSV). Save it as CSV first.")
    TRUNCATED = "truncated", _("The file ends in the middle or is damaged. Fetch it again.")
    TOO_LARGE = "too_large", _("The file is larger than %(limit)s megabytes when unpacked. Split it.")
    NO_HEADER = "no_header", _("The file is empty: not even its first line with the column names is there.")
    NOT_A_TABLE = (
        "not_a_table",
        _("The file is none of these: text with columns (CSV), workbook (XLSX), address cards (VCF)."),
    )
    OLD_WORKBOOK = "old_workbook", _("The file is a workbook of the old form (XLS). Save it as XLSX.")
    PASSWORD = "password", _("The workbook is protected by a password. Save it without one.")
    NO_SHEET = "no_sheet", _("The workbook has no sheet with rows that is not hidden.")
    EMPTY_SHEET = "empty_sheet", _("The sheet “%(sheet)s” has no rows.")
    # the first line
    HEADER_WIDTH = (
        "header_width",
        _("The line with the names of the columns has %(found)s cells, the rows below have %(wanted)s."),
    )
    MISSING_COLUMN = "missing_column", _("The column is missing.")
    SURPLUS_COLUMN = "surplus_column", _("The column is not part of this import.")
    DOUBLE_COLUMN = "double_column", _("The column stands in the first line twice.")
    # a row
    BLANK_LINE = "blank_line", _("The line is empty.")
    TOO_FEW_CELLS = "too_few_cells", _("The row has %(found)s cells, the first line has %(wanted)s.")
    TOO_MANY_CELLS = "too_many_cells", _("The row has %(found)s cells, the first line has %(wanted)s.")
    BAD_QUOTES = "bad_quotes", _("The quotation marks of the row do not close, or something follows them.")
    SECOND_TABLE = (
        "second_table",
        _("The names of the columns stand here once more: the file holds several tables. Split it."),
    )
    MERGED_CELLS = "merged_cells", _("The row belongs to merged cells (%(value)s). Take the merge back.")
    BAD_CARD = "bad_card", _("The address card does not end, or a line of it has no colon.")
    NO_NAME_ON_CARD = "no_name_on_card", _("The address card names nobody.")
    LONG_LINE = "long_line", _("The line is too long; a quotation mark may be missing.")
    NUL_BYTE = "nul_byte", _("The row contains a zero byte, which no text has.")
    WRONG_ENCODING = (
        "wrong_encoding",
        _("The row is not written in %(encoding)s. Save the file in that encoding."),
    )
    # a cell
    BLANK_CELL = "blank_cell", _("The cell is empty, but needed.")
    WRONG_DATE = "wrong_date", _("“%(value)s” is not a date written like %(example)s.")
    WRONG_NUMBER = "wrong_number", _("“%(value)s” is not a number.")
    WRONG_INTEGER = "wrong_integer", _("“%(value)s” is not a whole number.")
    TOO_PRECISE = "too_precise", _("“%(value)s” has more than %(scale)s decimal places.")
    TOO_BIG = "too_big", _("The number “%(value)s” is too big.")
    UNKNOWN_CODE = "unknown_code", _("“%(value)s” is not one of the known codes.")
    WRONG_FORM = "wrong_form", _("“%(value)s” does not have the form this column needs.")
    SPREADSHEET_NUMBER = (
        "spreadsheet_number",
        _("A spreadsheet has shortened this number to “%(value)s”: its digits are lost. Export it as text."),
    )
    CELL_ERROR = "cell_error", _("The cell holds an error of the spreadsheet (%(value)s) instead of a value.")
    TOO_LONG = "too_long", _("The text has more than %(limit)s characters.")
    # a row among others
    DOUBLE_KEY = "double_key", _("“%(value)s” stands in the file more than once.")
    UNKNOWN_REFERENCE = "unknown_reference", _("There is no %(thing)s “%(value)s”.")
    # the whole against what is already there; the checks of targets have a vocabulary of their own
    CONFLICT = "conflict", _("Somebody added rows with the same key just now (%(value)s). Try again.")
    CLOSED_MONTH = "closed_month", _("Some rows would reach into a closed month (%(value)s).")
    CONSTRAINT = "constraint", _("The rows contradict what is already there (%(value)s).")


class Refusal(TextChoices):
    """Why an import did not start, or could not go on."""

    UNKNOWN_SPECIFICATION = "unknown_specification", _("There is no import “%(name)s”.")
    BAD_SPECIFICATION = "bad_specification", _("The import specification is faulty: %(detail)s")
    SELECT_FAILED = "select_failed", _("The import could not compute the rows for %(target)s: %(detail)s")
    UNREADABLE = "unreadable", _("“%(name)s” cannot be read: %(reason)s")
    UNREADABLE_AT = (
        "unreadable_at",
        _("“%(name)s” cannot be read from row %(place)s on: %(reason)s"),
    )
    ONE_FILE = "one_file", _("Give one file; its columns are mapped on the next page.")
    BAD_MAPPING = "bad_mapping", _("The mapping is faulty: %(detail)s")
    UNKNOWN_FIELD = "unknown_field", _("There is no field “%(name)s”.")
    FIELD_TWICE = "field_twice", _("Two columns go to “%(name)s”. Leave one of them out.")
    FIELD_MISSING = (
        "field_missing",
        _("“%(name)s” is needed: choose a column, or give one value for all rows."),
    )
    UNKNOWN_KEY = "unknown_key", _("Rows cannot be known again by this.")
    BUSY = "busy", _("This import is under way already.")
    NOT_TRIED = "not_tried", _("Try the import first.")
    TRIAL_ONLY = "trial_only", _("Nothing was imported in this run, so there is nothing to undo.")
    UNDONE_ALREADY = "undone_already", _("This import was undone already.")
    CHANGED_SINCE = (
        "changed_since",
        _("%(n)s rows were changed or used since, so the import cannot be undone: %(rows)s"),
    )
    FACTS_STAY = (
        "facts_stay",
        _("The import brought in facts. Facts are never deleted; bring in their reversal."),
    )
    FACTS_HANG = (
        "facts_hang",
        _(
            "Facts hang on %(n)s rows of this import, and facts are never deleted, so it cannot be undone: %(rows)s"
        ),
    )
    MONTH_CLOSED = "month_closed", _("Undoing would reach into a closed month (%(value)s).")
    FILES_GONE = "files_gone", _("The files of this trial run are no longer kept. Upload them again.")
    NO_FILES = "no_files", _("Choose at least one file.")


class Step(TextChoices):
    """What an import is at."""

    WAITING = "waiting", _("waiting for the worker")
    READING = "reading", _("reading the file")
    LOADING = "loading", _("checking and loading the rows")
    DONE = "done", _("done")


class Asked(TextChoices):
    """What somebody asked for that is not done yet."""

    NOTHING = "nothing", _("nothing")
    TRIAL = "trial", _("a trial")
    RUN = "run", _("the import")


class RunState(TextChoices):
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")


class Blank(TextChoices):
    """What an empty cell does to a value that is already there."""

    LEAVE = "leave", _("leave as it is")
    CLEAR = "clear", _("clear")
    DEFAULT = "default", _("use the default")
