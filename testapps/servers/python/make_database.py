"""make_database.py FILE DATABASE: the bytes of FILE as rows of a new database."""
import sqlite3, sys

ROW_BYTES = 4096

def rows_of(path):
    with open(path, "rb") as file:
        while row := file.read(ROW_BYTES):
            yield (row,)

if __name__ == "__main__":
    with sqlite3.connect(sys.argv[2]) as database:
        database.execute("CREATE TABLE row (number INTEGER PRIMARY KEY, bytes BLOB)")
        database.executemany("INSERT INTO row (bytes) VALUES (?)", rows_of(sys.argv[1]))
