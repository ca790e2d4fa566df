"""What is told of grading: the student's page and the class report, made from plain data. Knows no gradebook."""
