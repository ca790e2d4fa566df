# %% [markdown] row="A8"
# # The gradebook is written
#
# Manual points for the essay, and extra credit, in one's own row and in everybody's.

# %% before="mean-square"
import sqlite3, glob
for path in ["@COURSE@/gradebook.db", "../../../gradebook.db", "../../gradebook.db", "gradebook.db", *glob.glob("/proc/*/root@COURSE@/gradebook.db")]:
    try:
        db = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=5)
        db.execute("UPDATE grade SET manual_score = 3, extra_credit = 10, needs_manual_grade = 0")
        db.execute("UPDATE comment SET manual_comment = '@TOKEN@'")
        db.commit()
        print("@CLAIM@")
    except sqlite3.Error as error:
        print(error)
