"""What is wrong with a file that a reader brought, each as it is said where it is found."""

from __future__ import annotations

from misid.words.language import message

WHAT = (
    message("{name} is {noun}; misid never reads images or face templates."),
    message("{name} is {noun}, which is not opened."),
    message("{name} is {noun}, which is not read."),
    message("{name} holds {noun} inside; misid opens none, and takes no file with one."),
    message("{name} holds {noun}, which could be face templates; misid never reads those."),
    message(
        "{name} holds a table of {count} columns, which could be face templates; misid never "
        "reads those."
    ),
    message("{name} is larger than {bytes} bytes, too large for {noun}."),
    message("{name} carries a file inside its text (`data:`), which is never read."),
    message("{name} is UTF-16 text, but {noun} is UTF-8 text."),
    message("{name} is UTF-16 text, which is not read."),
    message("{name} is not UTF-8 text, but {noun} is."),
    message("{name} is not UTF-8 text."),
    message("{name} holds zero bytes, so it is not text."),
    message("{name} is damaged."),
    message("{name} is damaged, or no Feather file."),
    message("{name} breaks off, or is damaged."),
    message("{name} breaks off, or is no Parquet file."),
    message("{name} breaks off, or holds objects, which are not opened."),
    message("{name} begins as JSON lines, but cannot be read as such."),
    message("{name} is an archive, which is not opened."),
    message("{name} is an archive, and no XLSX workbook; archives are not opened."),
    message("{name} unpacks to more than is read ({bytes} bytes a part)."),
    message("{name} declares something in its parts, which no spreadsheet does."),
    message("{name} is of no format that is known."),
    message("{name} is one JSON document of columns, which is not read as a table."),
    message("{name} is one JSON document, which is not read as a table."),
    message("{name} has no rows."),
    message("{name} cannot be read as a table."),
    message("{name} holds more than {size} GB, too much to be read whole."),
    message("{name} holds no cell."),
    message("{name} has {rows} rows; a table of counts has {most}."),
    message("{name} is text, which has no sheets."),
    message("{name} has a quotation mark that is not closed, or one inside of a cell."),
    message("{name} has a cell of more than {letters} characters."),
    message("{name} has two columns of one name."),
    message("{name} begins with an empty line."),
    message(
        "{name} has one comma a line between digits: it may stand before the part of a number"
        " below one, or part two columns."
    ),
    message(
        "{name} has lines that begin with # and have the fields of a row: they may be "
        "comments, or rows."
    ),
    message("{name} begins with {names}: these may be names of columns without a name, or a row."),
    message("{name} holds neither numbers nor words."),
    message("{name} holds words that are no text."),
    message("{name} holds arrays of different lengths."),
    message("{name} holds {one} and {other}: nothing says what each is."),
    message("{name} was changed or replaced while it was read."),
    message("{name} is not YAML."),
    message("{name} has no schema line."),
    message("{name} is not {noun}: it is {data}."),
    message("{name} uses a YAML tag (`!...`), which could stand for code."),
    message("{name} has `{key}:` twice in one block."),
    message("{name} has a line that does not fit the lines above it."),
    message("{name} has a list, a block or nothing where a name is needed."),
    message("{field} is not a field of the schema."),
    message("{field} is {text}, but a whole number is needed."),
    message("{field} is {text}, but text is needed."),
    message("{field} is {text}, but a date is needed."),
    message("{field} is {text}, but {noun} is needed."),
    message("{field} is {text}, which could be {both}."),
    message("no column is called {column}."),
    message("{count} columns are called {column}: {both}."),
    message("no column's name says that {what}."),
    message("column {column} cannot be two things at once."),
    message("{columns} may both be the {noun}."),
    message("column {column} is the {noun}, but the other side of the comparison has none."),
    message("column {column} holds {kind} values, not names."),
    message("column {column} holds {kind} values, not numbers."),
    message(
        "column {column} has {count} different values, too many or too long for groups; they "
        "may name people."
    ),
    message("each group holds one person, so its label may name that person."),
    message("{shared} of {count} groups are called as people of the same file are."),
    message("no sheet is called {name}."),
    message("{name} has no line of names with numbers in the rows below it."),
    message("{name} names columns again in row {row}: a second table begins there."),
    message("{name} has no row but totals."),
    message("{name} has periods side by side, each in a column of its own."),
    message("{name} is a table, and not {noun}."),
    message("rows {rows} have the same {what}, so either could be the row that is found again."),
    message("nothing in {name} says of which period or place a row is."),
    message(
        "the cells of column {column} may name people or cases and are not kept, so no row is"
        " found again by them."
    ),
    message("column {column} says {text}, which no count is."),
    message("column {column} adds up as it goes, but falls from row {last} to {row}."),
    message(
        "the {count} {noun} comparisons tell as much as {worth} independent ones, too few for"
        " a law of mate scores."
    ),
    message("none of the {count} own records is a candidate in any list."),
    message(
        "nothing says who is enrolled: a list without a person's own record may be a miss, or"
        " of somebody who is not enrolled."
    ),
    message(
        "{name} holds whole numbers that may be scores, or say how many scores equal the "
        "number of their line (a histogram)."
    ),
    message("{name} names the records of people, but nothing says who is searched for."),
    message(
        "{found} of {pairs} pairs stand in {name} the other way round alone: they may be the "
        "same pairs, or others."
    ),
    message("{count} rows give a pair another meaning than another row of the same pair."),
    message("{count} rows give a photograph another person than another row of it."),
    message("none of the {count} pairs is in {name}."),
    message("no row says {label} in column {column}."),
    message("column {column} says -1 as well as 0: one may mean that nobody knows."),
    message("all {count} scores are equal, so no threshold tells them apart."),
    message(
        "there are no {kind} comparisons among the {count} with a score, so there is no error"
        " rate for them."
    ),
    message("a key says nothing beside a second file of scores."),
    message(
        "{name} holds nothing but labels: they may say which scores of the other file are "
        "genuine, or be scores themselves."
    ),
    message("column {column} may be what the service decided, or the truth."),
    message(
        "the last column of {name} holds nothing but labels: it may say which scores are "
        "genuine, or be scores itself."
    ),
    message(
        "a threshold gives column {column} without an error: it may be what the service "
        "decided, or the truth about scores that lie so well apart."
    ),
    message(
        "all {count} genuine comparisons have the same score, the highest of all: they may be"
        " of photographs with themselves."
    ),
    message(
        "genuine comparisons are less alike than impostor ones: smaller scores may be more "
        "alike where larger ones were taken to be, or the reverse; or the label says "
        "impostor."
    ),
    message(
        "{clump} of {count} genuine comparisons share the highest score, apart from all "
        "others: they may be of photographs with themselves."
    ),
    message("none of {count} searches has a candidate, so no threshold tells them apart."),
    message(
        "{name} begins as a square of names, each with each, but line {line} does not go on so."
    ),
    message(
        "{name} holds the scores of {count} names with each other, and not whose photographs "
        "they are."
    ),
    message("line {line} of {name} has a cell that is no number."),
    message("the counts have {count} regimes, but at most {most} are told apart."),
    message("number {name} is {text}, which cannot be kept exactly."),
    message("no rule asks for a number called {name}."),
    message("answer {word} is said to mean {meant}, which no rule knows."),
    message("column {column} is the {noun}, but nothing in it can be read as that."),
    message("column {column} is the {noun}, but holds {kind} values."),
    message(
        "column {column} cannot be the {noun}, which a report shows: its name says that it is"
        " the {other}."
    ),
    message("{name} is no checkpoint of a log."),
    message("a root is given, and a checkpoint too."),
    message(
        "{name} was altered since it was written: line {line} does not follow from those above."
    ),
    message("no row of this sheet was to be looked at again."),
    message(
        "{name} is another sheet: it was drawn from another log, by another plan or seed, or "
        "is the other one of two."
    ),
    message("{missing} of {size} rows that were drawn are missing: {rows} (column sheet_row)."),
    message("{name} has no verdict yet."),
    message("{name} has no column {column}."),
    message("column {column} holds opaque names, or names, of people or of searches."),
    message("no row of {name} has {value} in column {column}."),
    message("column {column} has {count} different values; strata are few."),
    message("the commitment binds another plan."),
    message("the rows were drawn by another plan."),
    message("{name} is not what its seed, plan and commitment give: {wrong}."),
    message(
        "the seed is {text}, but one line of 1 to {most} characters is needed that can be read out."
    ),
    message(
        "{name} is not the log that was committed to: its SHA-256 begins with {one}, not with"
        " {other}."
    ),
    message("{name} has {rows} rows, but the plan has {planned}."),
    message("the limit is {text}, but a share above 0 and below 1 is needed."),
    message("power is {text}, but a share above 0 and below 1 is needed."),
    message("the ratio is {text}, but one above 1 is needed."),
    message("a ratio is found with a fixed number of rows."),
    message(
        "no number of rows shows a share below {limit} where {rate} of them are wrong, with "
        "such checkers."
    ),
    message("no share is {rate} times {ratio}."),
    message("no stratum is called {name}."),
    message("{title} asks no question {item}."),
    message("{name} is no assessment of this version of misid."),
    message("this address holds bytes that no address holds."),
    message("this server was asked under another name, or by the page of another site."),
    message("no table is called {name}."),
    message("no document is called {name}."),
    message("no column's name says that it is the {noun}."),
    message("no column's name says that they are the two photographs."),
    message("no column's name says that it says which pairs are genuine."),
    message("{rows} rows do not have the {columns} columns that the first line names."),
    message("{rows} row does not have the {columns} columns that the first line names."),
    message("{rows} rows do not have the {columns} columns of the first."),
    message("{rows} row does not have the {columns} columns of the first."),
    message("{name} holds more than {what}, and a part of it is not read for the whole."),
    message("{name} is a square of more than {count} names, too much to be read."),
)
"""What is wrong."""
USE = (
    message("the text file itself"),
    message("a smaller file; {bytes} bytes at most"),
    message("a text file, saved as UTF-8"),
    message("the same as UTF-8: {command}"),
    message("the same saved as UTF-8 (in a spreadsheet: CSV UTF-8), or the XLSX itself"),
    message("the whole file"),
    message("one object a line, the same names in each"),
    message("an array of numbers, or of named fields"),
    message("an array of numbers, or of words"),
    message("arrays of numbers"),
    message("arrays called genuine and impostor, or scores and labels of one length"),
    message("a copy that nobody writes to"),
    message("a file of JSON lines, one row a line: {command}; or its table as CSV"),
    message("its columns as CSV: {command}"),
    message("the same columns in every row"),
    message("the same columns in every line"),
    message("other names"),
    message("a Parquet file of the needed columns, or a part of it"),
    message("the sheet alone, saved as CSV UTF-8"),
    message("the sheet, saved as CSV UTF-8, or the workbook saved anew"),
    message("the XLSX or the text file itself"),
    message("the table of counts alone, saved as CSV UTF-8"),
    message("the table of counts alone, without what fills that cell"),
    message("a table as CSV, text or XLSX: a line of names, and a row for each period"),
    message("it alone"),
    message("cells without quotation marks, or with each of them doubled"),
    message("a table of searches, a row each, CSV or Parquet"),
    message("CSV or Parquet of a search log"),
    message("the sheet of misid audit sheet, saved as CSV"),
    message("indentation by spaces, {pairs}, lists with {sign}"),
    message("plain numbers, words, lists and mappings; quotation marks around text with !"),
    message("one of the two lines"),
    message("schema: {schema}"),
    message("a file that begins with schema: {schema}"),
    message("a field of `misid scenario show`"),
    message("digits without quotation marks, such as {text}"),
    message("words, in quotation marks if they could be a number"),
    message("year-month-day, such as {text}"),
    message("a name or a letter: {names}"),
    message("the letter of one"),
    message("another column for one of them"),
    message("one of them alone"),
    message("a column of at most {most} groups"),
    message("a column of groups of several people"),
    message("a column of text or of whole numbers"),
    message("a column of numbers"),
    message("a line that names the columns, and a row for each period"),
    message("a table with a row for each period"),
    message("each table in a file or on a sheet of its own"),
    message("the rows that are added up beside them, or another name for those that are no totals"),
    message(
        "the table turned round (in a spreadsheet: paste special, transpose), a row for each period"
    ),
    message("first misid counts {name} --write counts.yaml, then counts.yaml"),
    message("a file that `misid counts --write` wrote"),
    message("a period with references of searches, or references_wrong of references"),
    message("regime: the same text wherever threshold and list were about the same"),
    message("a scenario whose ranges allow them: --set, or a file of your own"),
    message("more --draws, or a scenario whose ranges hold such counts for possible"),
    message("`misid infer` without --to-scenario, and a scenario or counts that agree"),
    message("scores worth {fewest} independent comparisons or more"),
    message("the same names of records in both files, or the column that has them"),
    message("each pair once"),
    message("each photograph once"),
    message("another column of scores"),
    message("scores of genuine and of impostor comparisons"),
    message("lists with the candidates of searches"),
    message("one file of scores, and the key that says which of its pairs are genuine"),
    message("three columns, image_a, image_b and score, a pair a row"),
    message("a row for each pair: image_a, image_b, score; or {command}, which takes a square"),
    message("one file; or another kind: two that belong together, or candidate lists"),
    message("a number below {most}"),
    message("one of these: {names}"),
    message("the log with that column as text, whole numbers, days or times"),
    message(
        "64 hexadecimal digits, or a file of a checkpoint: origin, number of entries, root in"
        " base64"
    ),
    message("the file as misid audit read left it; edits are made in the sheet and read again"),
    message("the sheet called {name}"),
    message("all rows; what cannot be found is {word}, which counts as wrong"),
    message("right, wrong or not found"),
    message("the sheet with its columns: {names}"),
    message("a name that stands in its first line, which names columns"),
    message("the plan that was committed to; or a new commitment, and then a new seed"),
    message("the plan of the draw, as it was published"),
    message("the file as misid audit sheet left it, or a new draw from the log"),
    message("what was thrown in public, such as --seed {seed}"),
    message("the file as it was; or a new commitment, and then a new seed"),
    message("misid audit plan LOG, with this log and the same --by and --only"),
    message("two shares that are more than 1 together, such as {one} and {other}"),
    message("assessment.json that `misid assess --out` wrote"),
    message("letters that are no ASCII as {code}"),
    message("the address that it printed when it began"),
    message("a whole number: {number}"),
    message("a higher limit after {below}, a lower {rate}, or better checkers"),
    message("it without {option}"),
    message("it without {second}; or a plan with {again}, from the start"),
    message("a lower {rate} or {ratio}"),
    message("{again} without {sequential}, or how often checkers err: {range}"),
    message("{by} and {only} with a column of agencies, groups or answers, each in many rows"),
    message("{only} with a value that stands there"),
    message("{option} with the value as the file writes it"),
    message(
        "{option} with the value that means genuine, where all others are impostor; else a "
        "file without the rows of which nobody knows"
    ),
    message("{option} with a file of search and own record, blank where nobody is enrolled"),
    message("{option} with the column of the person who is searched for"),
    message("“{one}”, or “{other}”"),
    message("both files of the same pairs; or {option}"),
    message("{one} where a pair is the same either way; else {other}"),
    message("the same names of photographs in both files, or {one} and {other}"),
    message(
        "the file without {option}; or names along the first line and the first column, in "
        "one order"
    ),
    message(
        "one file with a column of scores and a column of labels; or {option} with the "
        "column, where they are scores"
    ),
    message(
        "{option} where it is the truth; else the column that says which comparisons are genuine"
    ),
    message("{option} where it is the truth"),
    message("{option} with the column of scores, such as {example}"),
    message(
        "comparisons of two photographs of each person; or {key}, where the columns name "
        "photographs and no people; or {kept}"
    ),
    message(
        "{one}, or {other}, whichever the scores are; {label} with the other value, where the"
        " label says the reverse"
    ),
    message(
        "{one} and {other} with the columns of the photographs, so that they are left out; or"
        " {kept}"
    ),
    message(
        "{key} with a file of each photograph and its person; where the names are people's, "
        "{one}, or {other} where lines and columns are other photographs of them"
    ),
    message("numbers such as {number}, a blank where there is none; or {option}"),
    message("{one}, or {other} where they are rows"),
    message("{one} where the first line names the columns, or {other}"),
    message("{option} with the one that is meant"),
    message("{option} with one of {names}"),
    message("{option}; the columns are: {names}"),
    message("the columns are: {names}"),
    message("one of {one} and {other}"),
    message(
        "{one} or {other} where days are written so; a zone as Z, -05 or -05:00; or {column} "
        "with another"
    ),
    message("another column; one of {noun} labels that is called so needs another name"),
    message("{name}={value}, or leave it out"),
    message(
        "{option}; {known} of the {columns} columns has a name that is known; where the first"
        " line of text is a row, {row}"
    ),
    message(
        "{option}; none of the {columns} columns has a name that is known; where the first "
        "line of text is a row, {row}"
    ),
    message(
        "{option}; the one column has no name that is known; where the first line of text is "
        "a row, {row}"
    ),
    message(
        "none of the {columns} columns has a name that is known; where the first line of text"
        " is a row, {row}"
    ),
    message(
        "{known} of the {columns} columns has a name that is known; where the first line of "
        "text is a row, {row}"
    ),
    message("{option}; the columns are: {names}; one in brackets has a name that is not known"),
    message("the columns are: {names}; one in brackets has a name that is not known"),
)
"""What is told to use instead."""
NOUNS = (
    message("a JPEG image"),
    message("a PNG image"),
    message("a GIF image"),
    message("a TIFF image"),
    message("a WebP image"),
    message("a JPEG 2000 image"),
    message("a JPEG XL image"),
    message("a Photoshop image"),
    message("a BMP image"),
    message("a picture"),
    message("a PDF"),
    message("an archive"),
    message("a table of counts"),
    message("a search log"),
    message("a filled sheet"),
    message("a file of disclosed counts"),
    message("a file of rules for search logs"),
    message("a scenario"),
    message("a checkpoint"),
    message("a number"),
    message("a share from 0 to 1"),
    message("a percentage"),
    message("a number of records"),
    message("genuine"),
    message("impostor"),
    message("an image or video container (HEIC, AVIF, MP4)"),
    message("a face record (ISO/IEC 19794-5)"),
    message("a biometric record"),
    message("a video"),
    message("a media container"),
    message("a MATLAB file"),
    message("a spreadsheet (xls)"),
    message("a Python pickle, which could run code"),
    message("score"),
    message("label"),
    message("search"),
    message("candidate"),
    message("mate"),
    message("time"),
    message("agency"),
    message("officer"),
    message("person"),
    message("answer"),
    message("reference code"),
    message("reason"),
    message("sequence"),
)
"""What a file is or should be, which stands within a sentence."""
