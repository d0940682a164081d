"""What does a finished run show: names beside numbers, arranged for the pages that print them?"""
