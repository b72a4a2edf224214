"""Does anything hidden show? Plants marks in all that is hidden, walks the portal as everybody, and looks for them.

`planting` makes the hidden things, `truth` says who may see which, `walking` looks, `removing` takes all of it away.
The tests and `manage.py check_leaks` use the same four; docs/leaks.md tells how to run and extend them.
"""
