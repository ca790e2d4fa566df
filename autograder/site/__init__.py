"""The course as a static web site: released text, outputs of the solved notebooks, and views that need no kernel."""
