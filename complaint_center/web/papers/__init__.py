"""What stands on the papers: values for the templates, in Thai and with Thai digits for every reader."""

from complaint_center.web.papers.sending import send_paper

__all__ = ["send_paper"]
